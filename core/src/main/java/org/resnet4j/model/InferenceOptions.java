package org.resnet4j.model;

import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.image.Limits;
import org.resnet4j.infer.Predictor;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;

/**
 * How weights are loaded and computed. {@link #standard} is what the command uses without flags.
 *
 * <pre>{@code
 * InferenceOptions.standard().withPrecision(Precision.FP32).withThreads(4)
 * }</pre>
 *
 * @param catalog the networks that weights may be for
 * @param zoo the published weights that have names
 * @param hints facts that take precedence over those in the file
 * @param device the device that computes
 * @param precision the precision; null for int8 on the processor where the weights are quantised,
 *     else bf16 where the device computes it in hardware, else fp32
 * @param threads the number of computing threads, at least 1
 * @param limits the limits on a picture that a {@link Predictor} is given as a file or a stream
 */
public record InferenceOptions(
    Catalog catalog,
    ModelZoo zoo,
    Hints hints,
    Device device,
    @Nullable Precision precision,
    int threads,
    Limits limits) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if there is no thread, or the device cannot be used here
   */
  public InferenceOptions {
    requireThreads(threads);
    device.requireUsable();
  }

  /**
   * Checks a number of threads.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static void requireThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least 1 thread, got " + threads);
    }
  }

  /**
   * The standard catalog without hints, a GPU if this build and machine have one, the fastest
   * precision, as many threads as there are physical cores, and the limits for anybody's files.
   */
  public static InferenceOptions standard() {
    return new InferenceOptions(
        Catalog.standard(),
        ModelZoo.standard(),
        Hints.NONE,
        Device.named("auto"),
        null,
        Torch.physicalCores(),
        Limits.DEFAULT);
  }

  /** With other networks: {@code Catalog.standard().with(...)}. */
  public InferenceOptions withCatalog(Catalog value) {
    return new InferenceOptions(value, zoo, hints, device, precision, threads, limits);
  }

  /** With other published weights: {@code ModelZoo.standard().with(...)}. */
  public InferenceOptions withZoo(ModelZoo value) {
    return new InferenceOptions(catalog, value, hints, device, precision, threads, limits);
  }

  /** With facts about the weights that their file does not state. */
  public InferenceOptions withHints(Hints value) {
    return new InferenceOptions(catalog, zoo, value, device, precision, threads, limits);
  }

  /** On another device. */
  public InferenceOptions withDevice(Device value) {
    return new InferenceOptions(catalog, zoo, hints, value, precision, threads, limits);
  }

  /** In another precision, also for quantised weights. */
  public InferenceOptions withPrecision(Precision value) {
    return new InferenceOptions(catalog, zoo, hints, device, value, threads, limits);
  }

  /** With lower limits on pictures, as a service needs, or higher ones for trusted files. */
  public InferenceOptions withLimits(Limits value) {
    return new InferenceOptions(catalog, zoo, hints, device, precision, threads, value);
  }

  /** With another number of threads. */
  public InferenceOptions withThreads(int value) {
    return new InferenceOptions(catalog, zoo, hints, device, precision, value, limits);
  }
}
