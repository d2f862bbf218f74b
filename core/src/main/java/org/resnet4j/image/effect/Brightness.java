package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Blends a picture with black: Pillow's {@code ImageEnhance.Brightness}.
 *
 * @param factor 0 for black, 1 for the picture as it is, more for a brighter one
 */
public record Brightness(double factor) implements Effect {
  /** Checks the factor. */
  public Brightness {
    Blend.requireFactor(factor);
  }

  @Override
  public Image apply(Image picture) {
    return Levels.replace(
        picture, Levels.table(level -> Blend.of(0, level, (float) factor) & 0xFF));
  }

  /** {@code Brightness 1.23}. */
  @Override
  public String toString() {
    return Blend.text("Brightness", factor);
  }
}
