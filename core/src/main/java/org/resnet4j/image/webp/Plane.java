package org.resnet4j.image.webp;

/**
 * Samples of brightness or colour of a frame, in whole macroblocks, with the edges from which the
 * first ones are predicted: 127 above, 129 on the left (RFC 6386, section 12.2).
 */
final class Plane {
  /** What a macroblock's last block looks at beyond its upper right corner. */
  private static final int BEYOND = 4;

  final int stride;
  final byte[] samples;

  Plane(int width, int height) {
    stride = 1 + width + BEYOND;
    samples = new byte[(height + 1) * stride];
    for (int i = 0; i < stride; i++) {
      samples[i] = 127;
    }
    for (int y = 0; y < height; y++) {
      samples[at(-1, y)] = (byte) 129;
    }
  }

  /** Where a sample lies; column and row -1 are the edges. */
  int at(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  static byte clipped(int value) {
    return (byte) Math.min(Math.max(value, 0), 255);
  }
}
