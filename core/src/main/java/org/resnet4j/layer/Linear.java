package org.resnet4j.layer;

import java.util.List;

/** A fully connected layer with bias, {@code [n, in]} to {@code [n, out]}. */
public record Linear(String name, int in, int out) implements Layer {
  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(name + ".weight", List.of(out, in), Parameter.Role.WEIGHT),
        new Parameter(name + ".bias", List.of(out), Parameter.Role.BIAS));
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.linear(this, x);
  }
}
