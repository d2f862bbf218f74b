package org.resnet4j.image.webp.lossless;

import java.util.HexFormat;
import org.resnet4j.image.ImageException;

/**
 * Reads pixels as {@code 0xAARRGGBB}: prefix codes, repetitions of earlier pixels, and a cache of
 * colours. RFC 9649, sections 3.5 to 3.7.
 */
final class PixelReader {
  private static final int LITERALS = 256;
  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;
  private static final int MOST_CACHE_BITS = 11;
  private static final int HASH = 0x1E35A7BD;

  /** The total size of all codes and sub-images: 32 MB. */
  private static final int MOST_NUMBERS = 8 << 20;

  /** The largest distance: 2^20 minus the codes of near pixels. */
  private static final int FARTHEST = 1 << 20;

  /** The overhead of a code besides its tables. */
  private static final int CODE = 40;

  /**
   * Near pixels, a byte each: rows above in the high bits, and 8 minus columns to the left in the
   * low ones.
   */
  private static final byte[] NEAR =
      HexFormat.of()
          .parseHex(
              "1807171928062729161a262a38053739151b363a252b48044749141c353b"
                  + "464a242c58454b343c035759131d565a232d444c555b333d68026769121e"
                  + "666a222e545c434d656b323e78017779535d111f646c424e767a212f757b"
                  + "313f636d525e00747c414f1020626e30737d515f40727e616f50717f6070");

  private final BitReader in;
  private int numbers;

  PixelReader(BitReader in) {
    this.in = in;
  }

  /** The codes of a block of pixels: green with lengths and cached colours, red, blue, alpha. */
  private record Codes(
      PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {}

  /** Receives rows of pixels from the top down, valid until it returns. */
  @FunctionalInterface
  interface Taker {
    void row(int[] pixels, int y);
  }

  /** The number of blocks of {@code 2^bits} pixels that cover a side. */
  static int blocks(int side, int bits) {
    return (side + (1 << bits) - 1) >> bits;
  }

  /** The values of a sub-image, one for each block of the image. */
  int[] numbers(int width, int height) {
    count(width * height);
    int[] all = new int[width * height];
    read(width, height, false, (row, y) -> System.arraycopy(row, 0, all, y * width, width));
    return all;
  }

  /** Reads the pixels of the main image, whose blocks may have separate codes. */
  void picture(int width, int height, Taker rows) {
    read(width, height, true, rows);
  }

  private void read(int width, int height, boolean whole, Taker rows) {
    int cacheBits = in.flag() ? in.number(4) : 0;
    if (cacheBits > MOST_CACHE_BITS) {
      throw new ImageException("a cache of 2^" + cacheBits + " colours is too large for WebP");
    }
    int blockBits = 0;
    int[] blocks = {};
    int most = 0;
    if (whole && in.flag()) {
      blockBits = 2 + in.number(3);
      blocks = numbers(blocks(width, blockBits), blocks(height, blockBits));
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = blocks[i] >> 8 & 0xFFFF;
        most = Math.max(most, blocks[i]);
      }
    }
    int cache = cacheBits == 0 ? 0 : 1 << cacheBits;
    Codes[] codes = new Codes[most + 1];
    for (int i = 0; i < codes.length; i++) {
      codes[i] =
          new Codes(
              code(LITERALS + LENGTHS + cache),
              code(LITERALS),
              code(LITERALS),
              code(LITERALS),
              code(DISTANCES));
    }
    pixels(width, height, cacheBits, codes, blocks, blockBits, rows);
  }

  private PrefixCode code(int symbols) {
    PrefixCode code = PrefixCode.of(in, symbols);
    count(code.size() + CODE);
    return code;
  }

  private void count(int more) {
    numbers += more;
    if (numbers > MOST_NUMBERS) {
      throw new ImageException("its lossless pixels have too many prefix codes or blocks");
    }
  }

  private void pixels(
      int width, int height, int cacheBits, Codes[] all, int[] blocks, int blockBits, Taker rows) {
    int total = width * height;
    // A ring buffer of the pixels that can be repeated.
    int[] ring = new int[Integer.highestOneBit(2 * Math.min(total, FARTHEST) - 1)];
    int mask = ring.length - 1;
    int[] row = new int[width];
    int done = 0;
    int[] cache = new int[1 << cacheBits];
    int perRow = blocks(width, blockBits);
    Codes codes = all[0];
    int at = 0;
    while (at < total) {
      if (blocks.length > 0) {
        codes = all[blocks[((at / width) >> blockBits) * perRow + ((at % width) >> blockBits)]];
      }
      int symbol = codes.green.read(in);
      int length = 1;
      int distance = 0;
      int pixel = 0;
      if (symbol < LITERALS) {
        int red = codes.red.read(in);
        int blue = codes.blue.read(in);
        pixel = codes.alpha.read(in) << 24 | red << 16 | symbol << 8 | blue;
      } else if (symbol < LITERALS + LENGTHS) {
        length = extended(symbol - LITERALS);
        distance = distance(extended(codes.distance.read(in)), width);
        if (distance > at || length > total - at) {
          throw new ImageException("its lossless pixels refer to pixels before the first");
        }
      } else {
        pixel = cache[symbol - LITERALS - LENGTHS];
      }
      for (int end = at + length; at < end; at++) {
        if (distance > 0) {
          pixel = ring[(at - distance) & mask];
        }
        ring[at & mask] = pixel;
        if (cacheBits > 0) {
          cache[(HASH * pixel) >>> (32 - cacheBits)] = pixel;
        }
        row[at - done] = pixel;
        if (at - done == width - 1) {
          rows.row(row, done / width);
          done += width;
        }
      }
    }
  }

  /** A length or distance: a symbol stands for a range, and more bits for the place in it. */
  private int extended(int symbol) {
    if (symbol < 4) {
      return symbol + 1;
    }
    int bits = (symbol - 2) >> 1;
    return ((2 + (symbol & 1)) << bits) + in.number(bits) + 1;
  }

  private static int distance(int code, int width) {
    if (code > NEAR.length) {
      return code - NEAR.length;
    }
    int near = NEAR[code - 1];
    return Math.max((near >> 4) * width + 8 - (near & 15), 1);
  }
}
