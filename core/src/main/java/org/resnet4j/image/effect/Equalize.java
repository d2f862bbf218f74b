package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Spreads the values of each channel, so that every range has about as many pixels: Pillow's {@code
 * ImageOps.equalize}. A channel remains as it is if fewer than 255 of its pixels are below its
 * greatest value.
 */
public record Equalize() implements Effect {
  @Override
  public Image apply(Image picture) {
    return Levels.equalized(picture, Equalize::table);
  }

  private static byte[] table(int[] histogram) {
    int below = 0;
    int greatest = 0;
    for (int count : histogram) {
      if (count > 0) {
        below += greatest;
        greatest = count;
      }
    }
    int step = below / 255;
    if (step == 0) {
      return Levels.table(level -> level);
    }
    int[] sums = new int[histogram.length];
    sums[0] = step / 2;
    for (int i = 1; i < sums.length; i++) {
      sums[i] = sums[i - 1] + histogram[i - 1];
    }
    return Levels.table(level -> sums[level] / step);
  }

  /** {@code Equalize}. */
  @Override
  public String toString() {
    return "Equalize";
  }
}
