package org.resnet4j.layer;

/**
 * Every {@code stride}-th pixel, with zero channels added on both sides until there are {@code
 * out}: the parameter-free shortcut across a change of size (He et al. 2015, section 3.3, option
 * A). Zeros go in equal numbers before and after, an odd one after, as published CIFAR weights
 * expect.
 */
public record Subsample(int in, int out, int stride) implements Leaf {
  public Subsample {
    if (out < in) {
      throw new IllegalArgumentException(
          "zero padding cannot go from " + in + " to " + out + " channels");
    }
  }

  /** The number of zero channels before the copied ones. */
  public int before() {
    return (out - in) / 2;
  }

  /** The number of zero channels after the copied ones. */
  public int after() {
    return out - in - before();
  }

  /** The height or width of the output for a height or width of the input. */
  public int outputSize(int inputSize) {
    return (inputSize + stride - 1) / stride;
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.subsample(this, x);
  }
}
