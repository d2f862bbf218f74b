package org.resnet4j.model;

import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.image.Limits;
import org.resnet4j.infer.Predictor;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;

/**
 * How weights are loaded and computed. {@link #standard} is what the command does without flags.
 *
 * <pre>{@code
 * InferenceOptions.standard().withPrecision(Precision.FP32).withThreads(4)
 * }</pre>
 *
 * @param catalog the networks that weights may be for
 * @param hints what the caller knows better than the file
 * @param device where to compute
 * @param precision what to compute in; null for 8 bits on the processor where the weights have
 *     them, else bf16 where the device computes it in hardware, else fp32
 * @param threads how many compute, at least 1
 * @param limits what a picture may cost that a {@link Predictor} is given as a file or a stream
 */
public record InferenceOptions(
    Catalog catalog,
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
        Hints.NONE,
        Device.named("auto"),
        null,
        Torch.physicalCores(),
        Limits.DEFAULT);
  }

  /** With other networks: {@code Catalog.standard().with(...)}. */
  public InferenceOptions withCatalog(Catalog value) {
    return new InferenceOptions(value, hints, device, precision, threads, limits);
  }

  /** Knowing more of the weights than their file says. */
  public InferenceOptions withHints(Hints value) {
    return new InferenceOptions(catalog, value, device, precision, threads, limits);
  }

  /** Computing elsewhere. */
  public InferenceOptions withDevice(Device value) {
    return new InferenceOptions(catalog, hints, value, precision, threads, limits);
  }

  /** Computing in that precision, also weights in 8 bits. */
  public InferenceOptions withPrecision(Precision value) {
    return new InferenceOptions(catalog, hints, device, value, threads, limits);
  }

  /** Taking pictures that cost less, as a service may want it, or more because they are trusted. */
  public InferenceOptions withLimits(Limits value) {
    return new InferenceOptions(catalog, hints, device, precision, threads, value);
  }

  /** Computing with that many threads. */
  public InferenceOptions withThreads(int value) {
    return new InferenceOptions(catalog, hints, device, precision, value, limits);
  }
}
