package org.resnet4j.layer;

/**
 * The shape of one image or feature map: channels, height and width. A vector of {@code f} features
 * is {@code [f, 1, 1]}.
 */
public record Shape(int channels, int height, int width) {
  /** 4 GiB in fp32; no sum over the layers of a network overflows. */
  public static final int MOST_VALUES = 1 << 30;

  /**
   * Checks the bounds of the dimensions.
   *
   * @throws IllegalArgumentException if a number is below 1, or there are more than {@link
   *     #MOST_VALUES} values
   */
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "expected positive channels x height x width, got "
              + channels
              + "x"
              + height
              + "x"
              + width);
    }
    long area = (long) height * width;
    if (area > MOST_VALUES || area * channels > MOST_VALUES) {
      throw new IllegalArgumentException(
          "a shape of "
              + channels
              + "x"
              + height
              + "x"
              + width
              + " has more than "
              + MOST_VALUES
              + " values, 4 GiB in fp32");
    }
  }

  /**
   * Parses {@code CxHxW}, for example {@code 3x224x224}.
   *
   * @throws IllegalArgumentException if the text is not three positive numbers separated by x
   */
  public static Shape parse(String text) {
    String[] parts = text.split("x", -1);
    if (parts.length == 3) {
      try {
        return new Shape(
            Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
      } catch (NumberFormatException e) {
        // The message below covers it.
      }
    }
    throw new IllegalArgumentException(
        "expected an image shape CxHxW, for example 3x224x224, got '" + text + "'");
  }

  /** The same shape with a resized shorter side; the longer one in proportion, rounded down. */
  public Shape scaled(int shortSide) {
    int shorter = Math.min(height, width);
    return new Shape(channels, shortSide * height / shorter, shortSide * width / shorter);
  }

  /** The number of values. */
  public long size() {
    return (long) channels * height * width;
  }

  /** {@code CxHxW}, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
