package org.resnet4j.image.jpeg.scan;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.resnet4j.image.jpeg.marker.HuffmanTable;

/** The order of the coefficients of a block in the file (T.81, figure A.6). */
final class Zigzag {
  /** The number of positions that a run of zeros can reach, an end of block included. */
  static final int PLACES = 64 + HuffmanTable.END_OF_BLOCK;

  /** By place in the file: row times 8 plus column. */
  static final int[] NATURAL = natural();

  /**
   * By place: the index of a pair of columns, row times 4 plus half the column; beyond, the last.
   */
  static final int[] PAIR =
      IntStream.range(0, PLACES).map(k -> NATURAL[Math.min(k, 63)] / 2).toArray();

  /** By place: one bit of a mask, of row times 8 plus column. */
  static final long[] BIT = Arrays.stream(NATURAL).mapToLong(each -> 1L << each).toArray();

  /** The bits of all coefficients up to a place. */
  static final long[] UP_TO = BIT.clone();

  static {
    for (int k = 1; k < 64; k++) {
      UP_TO[k] |= UP_TO[k - 1];
    }
  }

  private Zigzag() {}

  private static int[] natural() {
    int[] natural = new int[64];
    int row = 0;
    int column = 0;
    for (int k = 0; k < 64; k++) {
      natural[k] = row * 8 + column;
      boolean up = (row + column) % 2 == 0;
      if (up ? column == 7 : row < 7 && column == 0) {
        row++;
      } else if (up ? row == 0 : row == 7) {
        column++;
      } else {
        row += up ? -1 : 1;
        column += up ? 1 : -1;
      }
    }
    return natural;
  }
}
