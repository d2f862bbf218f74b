package org.resnet4j.layer;

import java.util.List;

/**
 * Batch normalisation over {@code [n, channels, h, w]} (Ioffe and Szegedy 2015): per channel,
 * {@code y = scale * (x - mean) / sqrt(variance + epsilon) + shift}.
 *
 * @param momentum the share of a batch's statistics in the running ones
 */
public record BatchNorm(String name, int channels, double epsilon, double momentum)
    implements Layer {

  /** With torch's defaults: epsilon 1e-5, momentum 0.1. */
  public BatchNorm(String name, int channels) {
    this(name, channels, 1e-5, 0.1);
  }

  /**
   * Checks that a batch has statistics.
   *
   * @param values how many the batch has of each channel
   * @throws IllegalArgumentException if there is just one, whose distance from its mean is always 0
   */
  public void requireStatistics(long values) {
    if (values < 2) {
      throw new IllegalArgumentException(
          name
              + " expects more than 1 value of each channel in training, got "
              + values
              + ": give more images a step, or larger ones");
    }
  }

  @Override
  public List<Parameter> parameters() {
    List<Integer> shape = List.of(channels);
    return List.of(
        new Parameter(name + ".weight", shape, Parameter.Role.SCALE),
        new Parameter(name + ".bias", shape, Parameter.Role.SHIFT),
        new Parameter(name + ".running_mean", shape, Parameter.Role.MEAN),
        new Parameter(name + ".running_var", shape, Parameter.Role.VARIANCE),
        new Parameter(name + ".num_batches_tracked", List.of(), Parameter.Role.BATCHES));
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.batchNorm(this, x);
  }
}
