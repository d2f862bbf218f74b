package org.resnet4j.image.effect;

import java.util.Locale;

/**
 * Pillow's {@code Image.blend}: a value between two others, or beyond them and clipped. It computes
 * in 32-bit floats and truncates. Its {@code ImageEnhance} blends a picture with one that lacks
 * what is enhanced.
 */
final class Blend {
  /** Beyond 255 every difference is black or white, so that more means a mistake. */
  private static final double MOST = 1_000;

  private Blend() {}

  /**
   * A value at a distance from the first of {@code factor} times that to the second.
   *
   * @param first 0 to 255
   * @param second 0 to 255
   */
  static byte of(int first, int second, float factor) {
    int value = (int) (first + factor * (second - first));
    return (byte) Math.max(0, Math.min(value, 255));
  }

  /** Requires a factor that enhances: 0 is without, 1 the picture as it is. */
  static void requireFactor(double factor) {
    if (!(factor >= 0 && factor <= MOST)) {
      throw new IllegalArgumentException("expected a factor from 0 to " + MOST + ", got " + factor);
    }
  }

  /** The name of an effect and its number, with two decimals. */
  static String text(String name, double number) {
    return String.format(Locale.ROOT, "%s %.2f", name, number);
  }
}
