package org.resnet4j.image;

import java.util.Locale;

/**
 * Crops a box and resizes it, as torchvision's {@code resized_crop} does: pixels outside the box
 * have no influence. Antialiased.
 *
 * @param top the first row of the box
 * @param left its first column
 * @param height its rows
 * @param width its columns
 * @param resultHeight of the result
 * @param resultWidth of the result
 * @param filter the interpolation
 */
public record ResizedBox(
    int top, int left, int height, int width, int resultHeight, int resultWidth, Filter filter)
    implements Framing {
  /** Checks that the box has pixels, and the result too. */
  public ResizedBox {
    if (top < 0 || left < 0 || Math.min(height, width) < 1) {
      throw new IllegalArgumentException(
          "expected a box of at least one pixel, got "
              + height
              + " x "
              + width
              + " at row "
              + top
              + ", column "
              + left);
    }
    if (resultHeight < 1 || resultWidth < 1) {
      throw new IllegalArgumentException(
          "expected positive image sides, got " + resultHeight + " x " + resultWidth);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the box is not inside the picture
   */
  @Override
  public Target target(int channels, int pictureHeight, int pictureWidth, boolean transposed) {
    if (height > pictureHeight - top || width > pictureWidth - left) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a box inside a picture of %d x %d pixels, got %s",
              pictureHeight,
              pictureWidth,
              this));
    }
    Weights across = new Weights(width, resultWidth, 0, resultWidth, filter).within(left);
    Weights down = new Weights(height, resultHeight, 0, resultHeight, filter).within(top);
    return ResizedWindow.of(channels, across, down, transposed);
  }

  /** {@code HEIGHTxWIDTH+LEFT+TOP}. */
  @Override
  public String toString() {
    return height + "x" + width + "+" + left + "+" + top;
  }
}
