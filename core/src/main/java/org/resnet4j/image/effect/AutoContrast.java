package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Stretches each channel to the range of 0 to 255: Pillow's {@code ImageOps.autocontrast}. A
 * channel of a single value remains as it is.
 */
public record AutoContrast() implements Effect {
  @Override
  public Image apply(Image picture) {
    return Levels.equalized(picture, AutoContrast::table);
  }

  private static byte[] table(int[] histogram) {
    int low = 0;
    while (histogram[low] == 0) {
      low++;
    }
    int high = 255;
    while (histogram[high] == 0) {
      high--;
    }
    if (high == low) {
      return Levels.table(level -> level);
    }
    double scale = 255.0 / (high - low);
    double offset = -low * scale;
    return Levels.table(level -> (int) (level * scale + offset));
  }

  /** {@code Auto-contrast}. */
  @Override
  public String toString() {
    return "Auto-contrast";
  }
}
