package org.resnet4j.layer;

import java.util.List;

/**
 * Batch normalisation over {@code [n, channels, h, w]} (Ioffe and Szegedy 2015): per channel,
 * {@code y = scale * (x - mean) / sqrt(variance + epsilon) + shift}.
 *
 * @param momentum the share of a batch's statistics in the running ones
 */
public record BatchNorm(String name, int channels, double epsilon, double momentum)
    implements Leaf {

  /** With torch's defaults: epsilon 1e-5, momentum 0.1. */
  public BatchNorm(String name, int channels) {
    this(name, channels, 1e-5, 0.1);
  }

  /**
   * Checks that batch statistics are defined.
   *
   * @param values the number of values per channel in the batch
   * @throws IllegalArgumentException if there is only one, which always equals its mean
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

  /** The factor of each channel (gamma). */
  public Parameter scale() {
    return parameter("weight", Parameter.Role.SCALE);
  }

  /** The offset of each channel (beta). */
  public Parameter shift() {
    return parameter("bias", Parameter.Role.SHIFT);
  }

  /** The running mean of each channel. */
  public Parameter mean() {
    return parameter("running_mean", Parameter.Role.MEAN);
  }

  /** The running variance of each channel. */
  public Parameter variance() {
    return parameter("running_var", Parameter.Role.VARIANCE);
  }

  /** The number of batches that the running statistics have seen. */
  public Parameter batches() {
    return new Parameter(name + ".num_batches_tracked", List.of(), Parameter.Role.BATCHES);
  }

  private Parameter parameter(String kind, Parameter.Role role) {
    return new Parameter(name + "." + kind, List.of(channels), role);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(scale(), shift(), mean(), variance(), batches());
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.batchNorm(this, x);
  }
}
