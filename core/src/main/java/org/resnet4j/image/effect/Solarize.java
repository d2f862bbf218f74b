package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Inverts values from a threshold: Pillow's {@code ImageOps.solarize}.
 *
 * @param threshold the least value that is inverted, 0 to 256
 */
public record Solarize(double threshold) implements Effect {
  /** Checks the threshold. */
  public Solarize {
    if (!(threshold >= 0 && threshold <= 256)) {
      throw new IllegalArgumentException("expected a threshold from 0 to 256, got " + threshold);
    }
  }

  @Override
  public Image apply(Image picture) {
    return Levels.replace(picture, Levels.table(level -> level < threshold ? level : 255 - level));
  }

  /** {@code Solarize 128.00}. */
  @Override
  public String toString() {
    return Blend.text("Solarize", threshold);
  }
}
