package org.resnet4j.image.webp;

/** Takes back what was done to pixels before they were packed: RFC 9649, section 3.5.2. */
final class Inverse {
  private static final int BLACK = 0xFF000000;
  private static final int MODES = 14;

  private Inverse() {}

  /**
   * Adds what is predicted from the pixels before.
   *
   * @param modes a mode for each block of pixels, in green
   * @param bits the size of a block, as a power of two
   */
  static void predict(int[] pixels, int width, int[] modes, int bits) {
    int perRow = PixelReader.blocks(width, bits);
    pixels[0] = sum(pixels[0], BLACK);
    for (int at = 1; at < pixels.length; at++) {
      int x = at % width;
      int prediction;
      if (at < width) {
        prediction = pixels[at - 1];
      } else if (x == 0) {
        prediction = pixels[at - width];
      } else {
        int mode = modes[((at / width) >> bits) * perRow + (x >> bits)] >> 8 & 15;
        prediction = mode < MODES ? predicted(mode, pixels, at, width) : BLACK;
      }
      pixels[at] = sum(pixels[at], prediction);
    }
  }

  private static int predicted(int mode, int[] pixels, int at, int width) {
    int left = pixels[at - 1];
    int above = pixels[at - width];
    int aboveLeft = pixels[at - width - 1];
    // Of the last column this is the first pixel of its row, and meant to be.
    int aboveRight = pixels[at - width + 1];
    return switch (mode) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> aboveRight;
      case 4 -> aboveLeft;
      case 5 -> mean(mean(left, aboveRight), above);
      case 6 -> mean(left, aboveLeft);
      case 7 -> mean(left, above);
      case 8 -> mean(aboveLeft, above);
      case 9 -> mean(above, aboveRight);
      case 10 -> mean(mean(left, aboveLeft), mean(above, aboveRight));
      case 11 -> nearer(left, above, aboveLeft);
      case 12 -> gradient(left, above, aboveLeft);
      case 13 -> halfGradient(mean(left, above), aboveLeft);
      default -> BLACK;
    };
  }

  /** Of each of the four values, without carry from one to the next. */
  private static int sum(int a, int b) {
    int even = (a & 0x00FF00FF) + (b & 0x00FF00FF);
    int odd = (a >>> 8 & 0x00FF00FF) + (b >>> 8 & 0x00FF00FF);
    return (even & 0x00FF00FF) | (odd & 0x00FF00FF) << 8;
  }

  /** Of each value, rounded down. */
  private static int mean(int a, int b) {
    return ((a ^ b) >>> 1 & 0x7F7F7F7F) + (a & b);
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

  /**
   * Adds to red and blue their shares of green, and to blue its share of red.
   *
   * @param shares for each block of pixels: of red in blue, of green in blue, of green in red, each
   *     signed, in 32nds
   */
  static void mix(int[] pixels, int width, int[] shares, int bits) {
    int perRow = PixelReader.blocks(width, bits);
    for (int at = 0; at < pixels.length; at++) {
      int share = shares[((at / width) >> bits) * perRow + ((at % width) >> bits)];
      int green = (byte) (pixels[at] >> 8);
      int red = ((pixels[at] >> 16) + (((byte) share * green) >> 5)) & 0xFF;
      int blue = pixels[at] + (((byte) (share >> 8) * green) >> 5);
      blue += ((byte) (share >> 16) * (byte) red) >> 5;
      pixels[at] = (pixels[at] & 0xFF00FF00) | red << 16 | (blue & 0xFF);
    }
  }

  /** Adds green to red and blue. */
  static void addGreen(int[] pixels) {
    for (int at = 0; at < pixels.length; at++) {
      int green = pixels[at] >> 8 & 0xFF;
      pixels[at] = sum(pixels[at], green << 16 | green);
    }
  }

  /**
   * From indices, of which several may be packed in green, to colours; 0 for those without one.
   *
   * @param bits how many indices are packed, as a power of two
   */
  static int[] colour(int[] packed, int width, int height, int[] colours, int bits) {
    int[] pixels = new int[width * height];
    int perRow = PixelReader.blocks(width, bits);
    int indexBits = 8 >> bits;
    for (int at = 0; at < pixels.length; at++) {
      int x = at % width;
      int green = packed[at / width * perRow + (x >> bits)] >> 8 & 0xFF;
      int place = x & ((1 << bits) - 1);
      int index = green >> (place * indexBits) & ((1 << indexBits) - 1);
      pixels[at] = index < colours.length ? colours[index] : 0;
    }
    return pixels;
  }

  /** Each colour is written as its difference to the one before. */
  static void accumulate(int[] colours) {
    for (int i = 1; i < colours.length; i++) {
      colours[i] = sum(colours[i], colours[i - 1]);
    }
  }
}
