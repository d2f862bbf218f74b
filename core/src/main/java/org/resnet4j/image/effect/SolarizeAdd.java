package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Adds to values below a threshold, up to 255: timm's {@code SolarizeAdd}.
 *
 * @param addition 0 to 255
 * @param threshold the least value that remains as it is, 0 to 256
 */
public record SolarizeAdd(int addition, int threshold) implements Effect {
  /** Checks both numbers. */
  public SolarizeAdd {
    if (addition < 0 || addition > 255) {
      throw new IllegalArgumentException("expected an addition from 0 to 255, got " + addition);
    }
    if (threshold < 0 || threshold > 256) {
      throw new IllegalArgumentException("expected a threshold from 0 to 256, got " + threshold);
    }
  }

  @Override
  public Image apply(Image picture) {
    return Levels.replace(
        picture, Levels.table(level -> level < threshold ? level + addition : level));
  }

  /** {@code Solarize-add 77 below 128}. */
  @Override
  public String toString() {
    return "Solarize-add " + addition + " below " + threshold;
  }
}
