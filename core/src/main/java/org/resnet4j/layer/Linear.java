package org.resnet4j.layer;

import java.util.List;

/** A fully connected layer with bias, {@code [n, in]} to {@code [n, out]}. */
public record Linear(String name, int in, int out) implements Leaf {
  /** Its weights, {@code [out, in]}. */
  public Parameter weights() {
    return new Parameter(name + ".weight", List.of(out, in), Parameter.Role.WEIGHT);
  }

  /** Its biases, {@code [out]}. */
  public Parameter biases() {
    return new Parameter(name + ".bias", List.of(out), Parameter.Role.BIAS);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights(), biases());
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.linear(this, x);
  }
}
