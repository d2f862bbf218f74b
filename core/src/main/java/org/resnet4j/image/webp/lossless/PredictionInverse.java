package org.resnet4j.image.webp.lossless;

/** Adds what is predicted from the pixels on the left and above: RFC 9649, section 4.1. */
final class PredictionInverse implements Inverse {
  private static final int MODES = 14;

  private final int[] modes;
  private final int bits;
  private final int perRow;

  /** The row above, with its predictions. */
  private final int[] above;

  /**
   * For pictures of a width.
   *
   * @param modes a mode for each block of pixels, in green
   * @param bits the size of a block, as a power of two
   */
  PredictionInverse(int width, int[] modes, int bits) {
    this.modes = modes;
    this.bits = bits;
    perRow = PixelReader.blocks(width, bits);
    above = new int[width];
  }

  @Override
  public int[] row(int[] row, int y) {
    row[0] = Argb.sum(row[0], y == 0 ? Argb.BLACK : above[0]);
    int first = (y >> bits) * perRow;
    for (int x = 1; x < row.length; x++) {
      int prediction = row[x - 1];
      if (y > 0) {
        int mode = modes[first + (x >> bits)] >> 8 & 15;
        prediction = mode < MODES ? predicted(mode, row, x) : Argb.BLACK;
      }
      row[x] = Argb.sum(row[x], prediction);
    }
    System.arraycopy(row, 0, above, 0, row.length);
    return row;
  }

  private int predicted(int mode, int[] row, int x) {
    int left = row[x - 1];
    int aboveLeft = above[x - 1];
    int up = above[x];
    // For the last column this is the first pixel of the current row, as specified.
    int aboveRight = x + 1 < row.length ? above[x + 1] : row[0];
    return switch (mode) {
      case 1 -> left;
      case 2 -> up;
      case 3 -> aboveRight;
      case 4 -> aboveLeft;
      case 5 -> Argb.mean(Argb.mean(left, aboveRight), up);
      case 6 -> Argb.mean(left, aboveLeft);
      case 7 -> Argb.mean(left, up);
      case 8 -> Argb.mean(aboveLeft, up);
      case 9 -> Argb.mean(up, aboveRight);
      case 10 -> Argb.mean(Argb.mean(left, aboveLeft), Argb.mean(up, aboveRight));
      case 11 -> nearer(left, up, aboveLeft);
      case 12 -> gradient(left, up, aboveLeft);
      case 13 -> halfGradient(Argb.mean(left, up), aboveLeft);
      default -> Argb.BLACK;
    };
  }

  private static int nearer(int left, int above, int aboveLeft) {
    int toLeft = 0;
    int toAbove = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int corner = aboveLeft >>> shift & 0xFF;
      toLeft += Math.abs((above >>> shift & 0xFF) - corner);
      toAbove += Math.abs((left >>> shift & 0xFF) - corner);
    }
    return toLeft < toAbove ? left : above;
  }

  private static int gradient(int left, int above, int aboveLeft) {
    int result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int value = (left >>> shift & 0xFF) + (above >>> shift & 0xFF) - (aboveLeft >>> shift & 0xFF);
      result |= Math.min(Math.max(value, 0), 255) << shift;
    }
    return result;
  }

  private static int halfGradient(int mean, int aboveLeft) {
    int result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int from = mean >>> shift & 0xFF;
      int value = from + (from - (aboveLeft >>> shift & 0xFF)) / 2;
      result |= Math.min(Math.max(value, 0), 255) << shift;
    }
    return result;
  }
}
