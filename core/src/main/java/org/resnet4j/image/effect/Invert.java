package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/** The negative: Pillow's {@code ImageOps.invert}. */
public record Invert() implements Effect {
  @Override
  public Image apply(Image picture) {
    return Levels.replace(picture, Levels.table(level -> 255 - level));
  }

  /** {@code Invert}. */
  @Override
  public String toString() {
    return "Invert";
  }
}
