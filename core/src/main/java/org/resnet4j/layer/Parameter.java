package org.resnet4j.layer;

import java.util.List;

/**
 * A named tensor of a layer: its torchvision name, shape and role.
 *
 * @param name the full name, for example {@code layer1.0.conv1.weight}
 * @param shape the dimensions; {@code [out, in, k, k]} for a convolution; empty for a scalar
 */
public record Parameter(String name, List<Integer> shape, Role role) {
  /**
   * The role of a parameter, which determines its initialisation and whether an optimizer updates
   * it.
   */
  public enum Role {
    /** The weight of a convolution or of a linear layer. */
    WEIGHT(true),
    /** The bias of a convolution or of a linear layer. */
    BIAS(true),
    /** The factor of a normalisation (gamma). */
    SCALE(true),
    /** The offset of a normalisation (beta). */
    SHIFT(true),
    /** The running mean of a normalisation. */
    MEAN(false),
    /** The running variance of a normalisation. */
    VARIANCE(false),
    /** The number of batches seen by a normalisation: an int64. */
    BATCHES(false);

    private final boolean trainable;

    Role(boolean trainable) {
      this.trainable = trainable;
    }

    /** Whether it has gradients; others are buffers, updated by training passes. */
    public boolean trainable() {
      return trainable;
    }
  }

  public Parameter {
    shape = List.copyOf(shape);
  }

  /** The number of values. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  /** The inputs that reach one output of a convolution or linear weight {@code [out, in, k, k]}. */
  public long fanIn() {
    return size() / shape.get(0);
  }

  /**
   * The outputs that one input of a convolution or linear weight {@code [out, in, k, k]} reaches.
   */
  public long fanOut() {
    return size() / shape.get(1);
  }
}
