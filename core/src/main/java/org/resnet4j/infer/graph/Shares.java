package org.resnet4j.infer.graph;

/** How adaptive average pooling divides an image into cells that may differ in size and overlap. */
final class Shares {
  private Shares() {}

  /** The share of each pixel in each cell, {@code [size * size, height * width]}. */
  static float[] of(int size, int height, int width) {
    float[] rows = axis(size, height);
    float[] columns = axis(size, width);
    float[] shares = new float[size * size * height * width];
    int at = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            shares[at++] = rows[i * height + y] * columns[j * width + x];
          }
        }
      }
    }
    return shares;
  }

  /** The share of each of {@code in} places in each of {@code out} cells, {@code [out, in]}. */
  private static float[] axis(int out, int in) {
    float[] shares = new float[out * in];
    for (int cell = 0; cell < out; cell++) {
      int begin = cell * in / out;
      int end = ((cell + 1) * in + out - 1) / out;
      for (int place = begin; place < end; place++) {
        shares[cell * in + place] = 1f / (end - begin);
      }
    }
    return shares;
  }
}
