package org.resnet4j.compiled.graph;

import org.resnet4j.layer.AvgPool;

/** Adaptive average pooling of both axes at once. */
final class Shares {
  private Shares() {}

  /** The share of each pixel in each cell, {@code [size * size, height * width]}. */
  static float[] of(AvgPool pool, int height, int width) {
    int size = pool.size();
    float[] rows = pool.shares(height);
    float[] columns = pool.shares(width);
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
}
