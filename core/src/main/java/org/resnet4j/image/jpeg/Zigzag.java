package org.resnet4j.image.jpeg;

import java.util.Arrays;

/** The order of the coefficients of a block in the file (T.81, figure A.6). */
final class Zigzag {
  /** By place in the file: row times 8 plus column. */
  static final int[] NATURAL = natural();

  /** The same as the index of a pair of columns: row times 4 plus half the column. */
  static final int[] PAIR = Arrays.stream(NATURAL).map(each -> each / 2).toArray();

  /** The same as a bit of a mask. */
  static final long[] BIT = Arrays.stream(NATURAL).mapToLong(each -> 1L << each).toArray();

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
