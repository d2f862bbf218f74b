package org.resnet4j.image;

import java.util.Locale;

/**
 * Resizing and cropping with the arithmetic of Pillow's {@code Image.resize}: antialiased, with
 * weights of 22 fractional bits, along the rows and then along the columns, rounded to 8 bits in
 * between. A network sees the same pixels as in Python.
 */
public final class Resize {
  /** The most pixels of a result: 192 MB. */
  static final long MOST_PIXELS = 64_000_000;

  private Resize() {}

  /**
   * The image at another size; itself if it has that size.
   *
   * @throws IllegalArgumentException if a side is not positive
   */
  public static Image to(Image image, int height, int width, Filter filter) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "expected positive image sides, " + "got " + height + " x " + width);
    }
    if (height == image.height() && width == image.width()) {
      return image;
    }
    Weights across = new Weights(image.width(), width, 0, width, filter);
    Weights down = new Weights(image.height(), height, 0, height, filter);
    return feed(image, ResizedWindow.of(image.channels(), across, down, false));
  }

  /**
   * The image with its shorter side resized, and the longer in proportion, rounded down.
   *
   * @throws ImageException if it is so long and thin that the result would be over 64 megapixels
   */
  public static Image shortSide(Image image, int size, Filter filter) {
    int height = side(image.height(), image.width(), size);
    return to(image, height, side(image.width(), image.height(), size), filter);
  }

  /**
   * A side of an image whose shorter side is resized, in proportion, rounded down.
   *
   * @param side the side's length
   * @param other the length of the other side
   * @throws ImageException if the image is so elongated that the result would exceed 64 megapixels
   */
  public static int side(int side, int other, int shortSide) {
    long resized = side <= other ? shortSide : (long) shortSide * side / other;
    if (resized > MOST_PIXELS / shortSide) {
      throw new ImageException(
          side
              + " by "
              + other
              + " pixels are too long and thin for a shorter side of "
              + shortSide);
    }
    return (int) resized;
  }

  /**
   * A part of an image.
   *
   * @throws IllegalArgumentException if it does not lie inside
   */
  public static Image crop(Image image, int top, int left, int height, int width) {
    if (top < 0 || left < 0 || height > image.height() - top || width > image.width() - left) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a part inside an image of %5$s, got %1$d x %2$d pixels at row %3$d, "
                  + "column %4$d",
              height,
              width,
              top,
              left,
              image));
    }
    int channels = image.channels();
    Image part = new Image(channels, height, width);
    for (int y = 0; y < height; y++) {
      int from = image.offset() + ((top + y) * image.width() + left) * channels;
      System.arraycopy(image.pixels(), from, part.pixels(), y * width * channels, width * channels);
    }
    return part;
  }

  /**
   * The centre of an image; where it cannot lie in the middle, torchvision's rounding to the even
   * side decides.
   *
   * @throws IllegalArgumentException if the image is smaller
   */
  public static Image centre(Image image, int height, int width) {
    return crop(image, margin(image.height(), height), margin(image.width(), width), height, width);
  }

  /** The margin before the centre of a side. */
  static int margin(int side, int centre) {
    return (int) Math.rint((side - centre) / 2.0);
  }

  /** The image enlarged by repeating each pixel in both directions, without smoothing. */
  public static Image repeated(Image image, int times) {
    Image larger = new Image(image.channels(), image.height() * times, image.width() * times);
    int out = 0;
    for (int y = 0; y < larger.height(); y++) {
      for (int x = 0; x < larger.width(); x++) {
        for (int c = 0; c < image.channels(); c++) {
          larger.pixels()[out++] = (byte) image.value(y / times, x / times, c);
        }
      }
    }
    return larger;
  }

  /** The image mirrored left to right. */
  public static Image mirrored(Image image) {
    int channels = image.channels();
    Image mirrored = new Image(channels, image.height(), image.width());
    int rowBytes = image.width() * channels;
    for (int y = 0; y < image.height(); y++) {
      int from = image.offset() + y * rowBytes;
      for (int x = 0; x < rowBytes; x += channels) {
        int to = (y + 1) * rowBytes - x - channels;
        System.arraycopy(image.pixels(), from + x, mirrored.pixels(), to, channels);
      }
    }
    return mirrored;
  }

  /** The image made by a target from the rows of another. */
  static Image feed(Image image, Target target) {
    for (int y = 0; y < image.height(); y++) {
      target.row(y, image.pixels(), image.offset() + y * image.width() * image.channels());
    }
    return target.image();
  }
}
