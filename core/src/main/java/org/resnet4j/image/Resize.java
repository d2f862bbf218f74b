package org.resnet4j.image;

/**
 * Antialiased bilinear resizing with the arithmetic of Pillow's {@code Image.resize}: a triangle
 * filter as wide as the reduction, weights as integers of 22 fractional bits, first along the rows
 * and then along the columns, rounded to 8 bits between. A network sees the pixels that it saw in
 * Python.
 */
public final class Resize {
  /** Fractional bits of a weight: 32, less 8 for a value and 2 for the sign and for overshoot. */
  private static final int PRECISION = 32 - 8 - 2;

  /** Half the width of the triangle filter, in source pixels when nothing is reduced. */
  private static final double SUPPORT = 1.0;

  private Resize() {}

  /**
   * The image at another size; itself if it has that size.
   *
   * @throws IllegalArgumentException if a side is not positive
   */
  public static Image bilinear(Image image, int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("an image cannot be " + height + " x " + width);
    }
    Image wide = width == image.width() ? image : alongRows(image, width);
    return height == wide.height() ? wide : alongColumns(wide, height);
  }

  /**
   * The image with its shorter side brought to a size, the longer in proportion, rounded down.
   *
   * @throws ImageException if it is so long and thin that the result would be over {@link
   *     Limits#DEFAULT}
   */
  public static Image shortSide(Image image, int size) throws ImageException {
    long height = image.height();
    long width = image.width();
    if (Math.max(height, width) * size / Math.min(height, width) > Limits.DEFAULT.pixels() / size) {
      throw new ImageException(
          height + " x " + width + " pixels are too long and thin for a shorter side of " + size);
    }
    return height <= width
        ? bilinear(image, size, (int) (size * width / height))
        : bilinear(image, (int) (size * height / width), size);
  }

  /**
   * The centre of an image; where it cannot lie in the middle, torchvision's rounding to the even
   * side decides.
   *
   * @throws IllegalArgumentException if the image is smaller
   */
  public static Image centre(Image image, int height, int width) {
    if (height > image.height() || width > image.width()) {
      throw new IllegalArgumentException(
          "no centre of " + height + " x " + width + " pixels in an image of " + image);
    }
    int top = (int) Math.rint((image.height() - height) / 2.0);
    int left = (int) Math.rint((image.width() - width) / 2.0);
    int channels = image.channels();
    Image centre = new Image(channels, height, width);
    for (int y = 0; y < height; y++) {
      int from = image.offset() + ((top + y) * image.width() + left) * channels;
      System.arraycopy(
          image.pixels(), from, centre.pixels(), y * width * channels, width * channels);
    }
    return centre;
  }

  /** For each place along the new side: where its window begins, and the weights in it. */
  private static final class Weights {
    final int[] first;
    final int[][] of;

    Weights(int from, int to) {
      double scale = (double) from / to;
      double reduction = Math.max(scale, 1.0);
      double reach = SUPPORT * reduction;
      first = new int[to];
      of = new int[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int begin = Math.max((int) (centre - reach + 0.5), 0);
        int end = Math.min((int) (centre + reach + 0.5), from);
        double[] weights = new double[end - begin];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
          // Pillow multiplies by the reciprocal; dividing would round differently.
          weights[k] = triangle((k + begin - centre + 0.5) * (1.0 / reduction));
          sum += weights[k];
        }
        first[i] = begin;
        of[i] = fixed(weights, sum);
      }
    }

    private static double triangle(double x) {
      return Math.max(1.0 - Math.abs(x), 0.0);
    }

    private static int[] fixed(double[] weights, double sum) {
      int[] fixed = new int[weights.length];
      for (int k = 0; k < fixed.length; k++) {
        fixed[k] = (int) (0.5 + weights[k] / sum * (1 << PRECISION));
      }
      return fixed;
    }
  }

  private static Image alongRows(Image image, int width) {
    Weights weights = new Weights(image.width(), width);
    Image result = new Image(image.channels(), image.height(), width);
    int channels = image.channels();
    int rowBytes = image.width() * channels;
    int out = 0;
    for (int y = 0; y < image.height(); y++) {
      int row = image.offset() + y * rowBytes;
      for (int x = 0; x < width; x++) {
        int from = row + weights.first[x] * channels;
        for (int c = 0; c < channels; c++) {
          result.pixels()[out++] = sum(image.pixels(), from + c, channels, weights.of[x]);
        }
      }
    }
    return result;
  }

  private static Image alongColumns(Image image, int height) {
    Weights weights = new Weights(image.height(), height);
    Image result = new Image(image.channels(), height, image.width());
    int rowBytes = image.width() * image.channels();
    int out = 0;
    for (int y = 0; y < height; y++) {
      int from = image.offset() + weights.first[y] * rowBytes;
      for (int x = 0; x < rowBytes; x++) {
        result.pixels()[out++] = sum(image.pixels(), from + x, rowBytes, weights.of[y]);
      }
    }
    return result;
  }

  /** The weighted sum of values a stride apart, rounded and clipped to a byte. */
  private static byte sum(byte[] pixels, int from, int stride, int[] weights) {
    int sum = 1 << (PRECISION - 1);
    int at = from;
    for (int weight : weights) {
      sum += (pixels[at] & 0xFF) * weight;
      at += stride;
    }
    return (byte) Math.min(Math.max(sum >> PRECISION, 0), 255);
  }
}
