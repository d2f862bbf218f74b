package org.resnet4j.layer;

/**
 * Adaptive average pooling: any {@code [n, c, h, w]} to {@code [n, c, size, size]}. Size 1 is the
 * global average pooling before a residual network's classifier.
 */
public record AvgPool(int size) implements Layer {
  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.avgPool(this, x);
  }
}
