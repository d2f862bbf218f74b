package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Clears the low bits of each value: Pillow's {@code ImageOps.posterize}.
 *
 * @param bits those that remain: 0 for black, 8 for the picture as it is
 */
public record Posterize(int bits) implements Effect {
  /** Checks the number of bits. */
  public Posterize {
    if (bits < 0 || bits > 8) {
      throw new IllegalArgumentException("expected 0 to 8 bits, got " + bits);
    }
  }

  @Override
  public Image apply(Image picture) {
    int mask = -1 << (8 - bits);
    return Levels.replace(picture, Levels.table(level -> level & mask));
  }

  /** {@code Posterize 4}. */
  @Override
  public String toString() {
    return "Posterize " + bits;
  }
}
