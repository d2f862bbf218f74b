package org.resnet4j.layer;

/** From {@code [n, c, h, w]} to {@code [n, c * h * w]}. */
public record Flatten() implements Leaf {
  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.flatten(x);
  }
}
