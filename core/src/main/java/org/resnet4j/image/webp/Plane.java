package org.resnet4j.image.webp;

import java.util.Arrays;

/**
 * Samples of brightness or colour of a frame, in whole macroblocks, with the edges from which the
 * first ones are predicted: 127 above, 129 on the left (RFC 6386, section 12.2).
 */
final class Plane {
  /** What a macroblock's last block looks at beyond its upper right corner. */
  private static final int BEYOND = 4;

  /** Memory for more rows than these is only taken when so many were there. */
  private static final int FIRST_ROWS = 256;

  final int stride;
  byte[] samples = {};
  private final int height;
  private int rows;

  Plane(int width, int height) {
    stride = 1 + width + BEYOND;
    this.height = height;
  }

  /** Makes sure that there are so many rows. */
  void grow(int wanted) {
    if (wanted <= rows) {
      return;
    }
    int more = Math.min(height, Math.max(FIRST_ROWS, 2 * rows));
    samples = Arrays.copyOf(samples, (more + 1) * stride);
    Arrays.fill(samples, 0, stride, (byte) 127);
    for (int y = rows; y < more; y++) {
      samples[at(-1, y)] = (byte) 129;
    }
    rows = more;
  }

  /** Where a sample lies; column and row -1 are the edges. */
  int at(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  static byte clipped(int value) {
    return (byte) Math.min(Math.max(value, 0), 255);
  }
}
