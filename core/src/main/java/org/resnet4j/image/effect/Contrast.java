package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Blends a picture with the mean of its grey values: Pillow's {@code ImageEnhance.Contrast}.
 *
 * @param factor 0 for that mean, 1 for the picture as it is, more for more contrast
 */
public record Contrast(double factor) implements Effect {
  /** Checks the factor. */
  public Contrast {
    Blend.requireFactor(factor);
  }

  @Override
  public Image apply(Image picture) {
    int mean = mean(picture.toChannels(1));
    return Levels.replace(
        picture, Levels.table(level -> Blend.of(mean, level, (float) factor) & 0xFF));
  }

  private static int mean(Image grey) {
    int pixels = grey.height() * grey.width();
    long sum = 0;
    for (int i = grey.offset(); i < grey.offset() + pixels; i++) {
      sum += grey.pixels()[i] & 0xFF;
    }
    return (int) ((double) sum / pixels + 0.5);
  }

  /** {@code Contrast 1.23}. */
  @Override
  public String toString() {
    return Blend.text("Contrast", factor);
  }
}
