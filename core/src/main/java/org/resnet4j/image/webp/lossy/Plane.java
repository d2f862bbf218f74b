package org.resnet4j.image.webp.lossy;

import java.util.Arrays;

/**
 * Samples of brightness or colour of some rows of macroblocks, with the edges from which the first
 * ones of a frame are predicted: 127 above, 129 on the left (RFC 6386, section 12.2).
 */
final class Plane {
  /** The samples beyond its upper right corner that a macroblock's last block reads. */
  private static final int BEYOND = 4;

  final int stride;
  final byte[] samples;
  private final int height;

  Plane(int width, int height) {
    stride = 1 + width + BEYOND;
    this.height = height;
    samples = new byte[(height + 1) * stride];
    Arrays.fill(samples, 0, stride, (byte) 127);
    for (int y = 0; y < height; y++) {
      samples[at(-1, y)] = (byte) 129;
    }
  }

  /** The index of a sample; column and row -1 are the edges. */
  int at(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  /** Moves the rows up, so that the last ones can be replaced by others. */
  void moveUp(int rows) {
    System.arraycopy(samples, at(-1, rows), samples, at(-1, 0), (height - rows) * stride);
  }

  /** Replaces the last rows by those of another plane, but not by its upper edge. */
  void replaceLast(Plane by) {
    System.arraycopy(by.samples, stride, samples, at(-1, height - by.height), by.height * stride);
  }

  /** Makes the last row the edge above, for the macroblocks below. */
  void continueBelow() {
    System.arraycopy(samples, at(-1, height - 1), samples, 0, stride);
  }

  static byte clipped(int value) {
    return (byte) Math.min(Math.max(value, 0), 255);
  }
}
