package org.resnet4j.image;

/**
 * Resizes a whole picture and crops a box of the result, of which only the box is computed.
 * Antialiased.
 *
 * @param resizedHeight of the whole
 * @param resizedWidth of the whole
 * @param top the first row of the box in the resized picture
 * @param left its first column
 * @param height its rows
 * @param width its columns
 * @param filter the interpolation
 */
public record BoxOfResized(
    int resizedHeight, int resizedWidth, int top, int left, int height, int width, Filter filter)
    implements Framing {
  /** Checks that the box has pixels and lies inside. */
  public BoxOfResized {
    if (top < 0
        || left < 0
        || Math.min(height, width) < 1
        || height > resizedHeight - top
        || width > resizedWidth - left) {
      throw new IllegalArgumentException(
          "expected a box inside a picture resized to "
              + resizedHeight
              + " x "
              + resizedWidth
              + " pixels, got "
              + height
              + " x "
              + width
              + " at row "
              + top
              + ", column "
              + left);
    }
  }

  @Override
  public Target target(int channels, int pictureHeight, int pictureWidth, boolean transposed) {
    Weights across = new Weights(pictureWidth, resizedWidth, left, width, filter);
    Weights down = new Weights(pictureHeight, resizedHeight, top, height, filter);
    return ResizedWindow.of(channels, across, down, transposed);
  }

  /** {@code HEIGHTxWIDTH+LEFT+TOP of HEIGHTxWIDTH}. */
  @Override
  public String toString() {
    return height
        + "x"
        + width
        + "+"
        + left
        + "+"
        + top
        + " of "
        + resizedHeight
        + "x"
        + resizedWidth;
  }
}
