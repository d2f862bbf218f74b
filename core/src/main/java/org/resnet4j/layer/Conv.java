package org.resnet4j.layer;

import java.util.List;

/**
 * A two-dimensional convolution, {@code [n, in, h, w]} to {@code [n, out, h', w']} with {@code h' =
 * (h + 2 * padding - kernel) / stride + 1}.
 *
 * @param name the full parameter name without {@code .weight}
 * @param kernel height and width of the window
 * @param groups the number of independent channel groups (Xie et al. 2016); usually 1
 * @param bias whether a bias is added; not needed before a normalisation
 */
public record Conv(
    String name, int in, int out, int kernel, int stride, int padding, int groups, boolean bias)
    implements Leaf {
  public Conv {
    if (in < 1 || out < 1 || kernel < 1 || stride < 1 || padding < 0 || groups < 1) {
      throw new IllegalArgumentException(
          name + ": a convolution needs positive channels, kernel, stride and groups");
    }
    if (in % groups != 0 || out % groups != 0) {
      throw new IllegalArgumentException(
          name + ": " + in + " and " + out + " channels do not divide into " + groups + " groups");
    }
  }

  /** The height or width of the output for a height or width of the input. */
  public int outputSize(int inputSize) {
    return Math.floorDiv(inputSize + 2 * padding - kernel, stride) + 1;
  }

  /** Its weights, {@code [out, in / groups, kernel, kernel]}. */
  public Parameter weights() {
    return new Parameter(
        name + ".weight", List.of(out, in / groups, kernel, kernel), Parameter.Role.WEIGHT);
  }

  /** Its biases, {@code [out]}; present if {@link #bias}. */
  public Parameter biases() {
    return new Parameter(name + ".bias", List.of(out), Parameter.Role.BIAS);
  }

  @Override
  public List<Parameter> parameters() {
    return bias ? List.of(weights(), biases()) : List.of(weights());
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.conv(this, x);
  }
}
