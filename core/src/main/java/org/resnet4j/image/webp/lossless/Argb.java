package org.resnet4j.image.webp.lossless;

/** Arithmetic on packed pixels of four independent 8-bit values. */
final class Argb {
  static final int BLACK = 0xFF000000;

  private Argb() {}

  /** Of each of the four values, without carry from one to the next. */
  static int sum(int a, int b) {
    int even = (a & 0x00FF00FF) + (b & 0x00FF00FF);
    int odd = (a >>> 8 & 0x00FF00FF) + (b >>> 8 & 0x00FF00FF);
    return (even & 0x00FF00FF) | (odd & 0x00FF00FF) << 8;
  }

  /** Of each value, rounded down. */
  static int mean(int a, int b) {
    return ((a ^ b) >>> 1 & 0x7F7F7F7F) + (a & b);
  }
}
