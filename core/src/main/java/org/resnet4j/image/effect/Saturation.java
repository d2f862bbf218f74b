package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Blends a picture with its grey: Pillow's {@code ImageEnhance.Color}.
 *
 * @param factor 0 for grey, 1 for the picture as it is, more for brighter colours
 */
public record Saturation(double factor) implements Effect {
  /** Checks the factor. */
  public Saturation {
    Blend.requireFactor(factor);
  }

  @Override
  public Image apply(Image picture) {
    if (picture.channels() == 1) {
      return picture;
    }
    byte[] grey = picture.toChannels(1).pixels();
    Image result = new Image(picture.channels(), picture.height(), picture.width());
    byte[] to = result.pixels();
    byte[] from = picture.pixels();
    float share = (float) factor;
    for (int pixel = 0, i = 0, j = picture.offset(); pixel < grey.length; pixel++, i += 3, j += 3) {
      int level = grey[pixel] & 0xFF;
      to[i] = Blend.of(level, from[j] & 0xFF, share);
      to[i + 1] = Blend.of(level, from[j + 1] & 0xFF, share);
      to[i + 2] = Blend.of(level, from[j + 2] & 0xFF, share);
    }
    return result;
  }

  /** {@code Saturation 1.23}. */
  @Override
  public String toString() {
    return Blend.text("Saturation", factor);
  }
}
