package org.resnet4j.layer;

/** The rectifier, {@code max(x, 0)}. */
public record Relu() implements Leaf {
  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.relu(x);
  }
}
