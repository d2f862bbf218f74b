package org.resnet4j.layer;

/**
 * Adaptive average pooling: any {@code [n, c, h, w]} to {@code [n, c, size, size]}. Size 1 is the
 * global average pooling before a residual network's classifier.
 */
public record AvgPool(int size) implements Leaf {

  /**
   * The division of an axis into cells that may differ in size and overlap: the share of each of
   * {@code in} positions in each cell, {@code [size, in]}.
   */
  public float[] shares(int in) {
    float[] shares = new float[size * in];
    for (int cell = 0; cell < size; cell++) {
      int begin = cell * in / size;
      int end = ((cell + 1) * in + size - 1) / size;
      for (int place = begin; place < end; place++) {
        shares[cell * in + place] = 1f / (end - begin);
      }
    }
    return shares;
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.avgPool(this, x);
  }
}
