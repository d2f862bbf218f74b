package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Pillow's affine {@code transform}, with its arithmetic: the result's pixels are looked up in the
 * picture, those outside are left as they are.
 */
final class Sampling {
  /** Coordinates below this fit 16.16 bits of fixed point. */
  private static final double FIXED_LIMIT = 32_768;

  private final byte[] from;
  private final int start;
  private final int channels;
  private final int height;
  private final int width;
  private final double[] inverse;
  private final byte[] to;

  /**
   * A picture to look up.
   *
   * @param inverse where a point of the result was
   * @param to the pixels of the result, of the same shape
   */
  Sampling(Image picture, double[] inverse, byte[] to) {
    from = picture.pixels();
    start = picture.offset();
    channels = picture.channels();
    height = picture.height();
    width = picture.width();
    this.inverse = inverse;
    this.to = to;
  }

  private double x(double column, double row) {
    return inverse[0] * column + inverse[1] * row + inverse[2];
  }

  private double y(double column, double row) {
    return inverse[3] * column + inverse[4] * row + inverse[5];
  }

  /** Takes the pixel that contains the place: in fixed point, unless the picture is too large. */
  void nearest() {
    boolean upright = inverse[1] == 0 && inverse[3] == 0;
    if (!upright && fits(0, 0) && fits(width, height) && fits(0, height) && fits(width, 0)) {
      nearestInFixedPoint();
    } else {
      nearestInFloats();
    }
  }

  private boolean fits(int column, int row) {
    return Math.abs(x(column, row)) < FIXED_LIMIT && Math.abs(y(column, row)) < FIXED_LIMIT;
  }

  private void nearestInFixedPoint() {
    int right = fixed(inverse[0]);
    int down = fixed(inverse[3]);
    int rowX = fixed(inverse[2] + inverse[0] * 0.5 + inverse[1] * 0.5);
    int rowY = fixed(inverse[5] + inverse[3] * 0.5 + inverse[4] * 0.5);
    int place = 0;
    for (int row = 0; row < height; row++) {
      int x = rowX;
      int y = rowY;
      for (int column = 0; column < width; column++, place += channels) {
        copy(x >> 16, y >> 16, place);
        x += right;
        y += down;
      }
      rowX += fixed(inverse[1]);
      rowY += fixed(inverse[4]);
    }
  }

  private static int fixed(double value) {
    return (int) Math.floor(value * 65_536 + 0.5);
  }

  private void nearestInFloats() {
    double rowX = inverse[2] + inverse[1] * 0.5 + inverse[0] * 0.5;
    double rowY = inverse[5] + inverse[4] * 0.5 + inverse[3] * 0.5;
    int place = 0;
    for (int row = 0; row < height; row++) {
      double x = rowX;
      double y = rowY;
      for (int column = 0; column < width; column++, place += channels) {
        copy((int) Math.floor(x), (int) Math.floor(y), place);
        x += inverse[0];
        y += inverse[3];
      }
      rowX += inverse[1];
      rowY += inverse[4];
    }
  }

  private void copy(int x, int y, int place) {
    if (x >= 0 && x < width && y >= 0 && y < height) {
      int at = start + (y * width + x) * channels;
      for (int c = 0; c < channels; c++) {
        to[place + c] = from[at + c];
      }
    }
  }

  /** Interpolates between 2 x 2 or, if cubic, 4 x 4 pixels; the border is repeated. */
  void smooth(boolean cubic) {
    int place = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++, place += channels) {
        double x = x(column + 0.5, row + 0.5);
        double y = y(column + 0.5, row + 0.5);
        if (x >= 0 && x < width && y >= 0 && y < height) {
          if (cubic) {
            bicubic(x - 0.5, y - 0.5, place);
          } else {
            bilinear(x - 0.5, y - 0.5, place);
          }
        }
      }
    }
  }

  private void bilinear(double x, double y, int place) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double dx = x - left;
    double dy = y - top;
    int x0 = column(left);
    int x1 = column(left + 1);
    int y0 = row(top);
    int y1 = row(top + 1);
    for (int c = 0; c < channels; c++) {
      double above = between(value(y0 + x0 + c), value(y0 + x1 + c), dx);
      double below = between(value(y1 + x0 + c), value(y1 + x1 + c), dx);
      to[place + c] = (byte) (int) between(above, below, dy);
    }
  }

  private static double between(double a, double b, double share) {
    return a + (b - a) * share;
  }

  private void bicubic(double x, double y, int place) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double dx = x - left;
    double dy = y - top;
    int x0 = column(left - 1);
    int x1 = column(left);
    int x2 = column(left + 1);
    int x3 = column(left + 2);
    int y0 = row(top - 1);
    int y1 = row(top);
    int y2 = row(top + 1);
    int y3 = row(top + 2);
    for (int c = 0; c < channels; c++) {
      double value =
          cubic(
              along(y0 + c, x0, x1, x2, x3, dx),
              along(y1 + c, x0, x1, x2, x3, dx),
              along(y2 + c, x0, x1, x2, x3, dx),
              along(y3 + c, x0, x1, x2, x3, dx),
              dy);
      to[place + c] = (byte) Math.max(0, Math.min((int) value, 255));
    }
  }

  private double along(int row, int x0, int x1, int x2, int x3, double share) {
    int a = value(row + x0);
    int b = value(row + x1);
    int c = value(row + x2);
    int d = value(row + x3);
    return polynomial(b, c - a, 2 * (a - b) + c - d, b - a - c + d, share);
  }

  private static double cubic(double a, double b, double c, double d, double share) {
    return polynomial(b, c - a, 2 * (a - b) + c - d, b - a - c + d, share);
  }

  private static double polynomial(double a, double b, double c, double d, double x) {
    return a + x * (b + x * (c + x * d));
  }

  private int column(int x) {
    return Math.max(0, Math.min(x, width - 1)) * channels;
  }

  private int row(int y) {
    return start + Math.max(0, Math.min(y, height - 1)) * width * channels;
  }

  private int value(int at) {
    return from[at] & 0xFF;
  }
}
