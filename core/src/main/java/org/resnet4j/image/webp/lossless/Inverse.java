package org.resnet4j.image.webp.lossless;

/** Inverts the transforms of the encoder, row by row from the top down: RFC 9649, section 4. */
interface Inverse {
  /**
   * Inverts a row.
   *
   * @param pixels may be modified, and need not be the array returned
   */
  int[] row(int[] pixels, int y);

  /** Adds green to red and blue. */
  Inverse GREEN =
      (pixels, y) -> {
        for (int x = 0; x < pixels.length; x++) {
          int green = pixels[x] >> 8 & 0xFF;
          pixels[x] = Argb.sum(pixels[x], green << 16 | green);
        }
        return pixels;
      };

  /**
   * Adds to red and blue their shares of green, and to blue its share of red.
   *
   * @param shares for each block of pixels: of red in blue, of green in blue, of green in red, each
   *     signed, in 32nds
   * @param bits the size of a block, as a power of two
   */
  static Inverse mixing(int width, int[] shares, int bits) {
    int perRow = PixelReader.blocks(width, bits);
    return (pixels, y) -> {
      int first = (y >> bits) * perRow;
      for (int x = 0; x < width; x++) {
        int share = shares[first + (x >> bits)];
        int green = (byte) (pixels[x] >> 8);
        int red = ((pixels[x] >> 16) + (((byte) share * green) >> 5)) & 0xFF;
        int blue = pixels[x] + (((byte) (share >> 8) * green) >> 5);
        blue += ((byte) (share >> 16) * (byte) red) >> 5;
        pixels[x] = (pixels[x] & 0xFF00FF00) | red << 16 | (blue & 0xFF);
      }
      return pixels;
    };
  }

  /**
   * From indices, of which several may be packed in green, to colours; 0 for those without one.
   *
   * @param differences each colour as its difference to the one before
   * @param bits how many indices are packed, as a power of two
   */
  static Inverse palette(int width, int[] differences, int bits) {
    int[] colours = differences.clone();
    for (int i = 1; i < colours.length; i++) {
      colours[i] = Argb.sum(colours[i], colours[i - 1]);
    }
    int indexBits = 8 >> bits;
    int[] row = new int[width];
    return (packed, y) -> {
      for (int x = 0; x < width; x++) {
        int green = packed[x >> bits] >> 8 & 0xFF;
        int place = x & ((1 << bits) - 1);
        int index = green >> (place * indexBits) & ((1 << indexBits) - 1);
        row[x] = index < colours.length ? colours[index] : 0;
      }
      return row;
    };
  }
}
