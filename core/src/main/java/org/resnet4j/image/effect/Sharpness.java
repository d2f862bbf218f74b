package org.resnet4j.image.effect;

import java.util.Arrays;
import org.resnet4j.image.Image;

/**
 * Blends a picture with a smoothed one: Pillow's {@code ImageEnhance.Sharpness}. Its filter {@code
 * SMOOTH} gives a pixel the weight 5 and each of its eight neighbours 1; pixels of the border
 * remain as they are.
 *
 * @param factor 0 for the smoothed picture, 1 for the picture as it is, more for a sharper one
 */
public record Sharpness(double factor) implements Effect {
  /** Checks the factor. */
  public Sharpness {
    Blend.requireFactor(factor);
  }

  @Override
  public Image apply(Image picture) {
    int step = picture.channels();
    int row = picture.width() * step;
    int start = picture.offset();
    byte[] from = picture.pixels();
    byte[] to = Arrays.copyOfRange(from, start, start + picture.height() * row);
    float share = (float) factor;
    for (int y = 1; y < picture.height() - 1; y++) {
      int first = y * row;
      for (int i = first + step; i < first + row - step; i++) {
        int at = start + i;
        int centre = from[at] & 0xFF;
        int sum = three(from, at - row, step) + three(from, at, step) + three(from, at + row, step);
        // Pillow divides in floats. A thirteenth is never close to half, so integers round alike.
        to[i] = Blend.of((2 * (sum + 4 * centre) + 13) / 26, centre, share);
      }
    }
    return new Image(to, step, picture.height(), picture.width());
  }

  private static int three(byte[] pixels, int at, int step) {
    return (pixels[at - step] & 0xFF) + (pixels[at] & 0xFF) + (pixels[at + step] & 0xFF);
  }

  /** {@code Sharpness 1.23}. */
  @Override
  public String toString() {
    return Blend.text("Sharpness", factor);
  }
}
