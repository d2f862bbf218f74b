package org.resnet4j.image.webp.lossy;

import java.util.Arrays;

/**
 * The coefficients of one macroblock after another: 16 blocks of brightness, then 4 and 4 of
 * colour, 16 numbers each. RFC 6386, sections 13 and 14.
 */
final class Coefficients {
  private static final int BLOCK = 16;
  private static final int LUMA_AFTER_MEAN = 0;
  private static final int MEANS = 1;
  private static final int CHROMA = 2;
  private static final int LUMA = 3;

  /** The index of the context of a block's mean: after those of 4 + 2 + 2 blocks. */
  private static final int MEAN = 8;

  private static final int CONTEXTS = 9;

  /** The band of each position, and one for what follows the last. */
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};

  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

  /** Probabilities of the further bits of large numbers. */
  private static final int[][] LARGE = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  final short[] values = new short[24 * BLOCK];

  private final int[] probabilities;
  private final int[][] above;
  private final int[] left = new int[CONTEXTS];

  /** Whether the macroblock has coefficients that are not 0. */
  private boolean any;

  Coefficients(int[] probabilities, int columns) {
    this.probabilities = probabilities;
    above = new int[columns][CONTEXTS];
  }

  void beginRow() {
    Arrays.fill(left, 0);
  }

  /** A macroblock without coefficients. */
  void skip(int column, boolean inBlocks) {
    Arrays.fill(values, (short) 0);
    // A macroblock in blocks has no mean; the context of the one before stays.
    Arrays.fill(left, 0, inBlocks ? MEAN : CONTEXTS, 0);
    Arrays.fill(above[column], 0, inBlocks ? MEAN : CONTEXTS, 0);
  }

  /** Reads a macroblock, and says whether any coefficient is not 0. */
  boolean read(BoolReader in, int column, boolean inBlocks, Header.Steps steps) {
    Arrays.fill(values, (short) 0);
    any = false;
    int[] top = above[column];
    if (!inBlocks) {
      short[] means = new short[BLOCK];
      int count = block(in, MEANS, left[MEAN] + top[MEAN], steps.lumaMeans(), 0, means, 0);
      left[MEAN] = count > 0 ? 1 : 0;
      top[MEAN] = left[MEAN];
      Transform.spread(means, values);
    }
    plane(in, inBlocks ? LUMA : LUMA_AFTER_MEAN, 0, 0, 4, steps.luma(), top);
    plane(in, CHROMA, 16, 4, 2, steps.chroma(), top);
    plane(in, CHROMA, 20, 6, 2, steps.chroma(), top);
    return any;
  }

  private void plane(
      BoolReader in, int type, int firstBlock, int context, int side, int[] steps, int[] top) {
    int first = type == LUMA_AFTER_MEAN ? 1 : 0;
    int at = firstBlock * BLOCK;
    for (int y = context; y < context + side; y++) {
      for (int x = context; x < context + side; x++) {
        int count = block(in, type, left[y] + top[x], steps, first, values, at);
        left[y] = count > first ? 1 : 0;
        top[x] = left[y];
        any |= count > 1 || values[at] != 0;
        at += BLOCK;
      }
    }
  }

  /** Reads a block from a first position on, and says behind which position it ends. */
  private int block(
      BoolReader in, int type, int context, int[] steps, int first, short[] to, int at) {
    int n = first;
    int p = probability(type, n, context);
    while (n < BLOCK) {
      if (in.bit(probabilities[p]) == 0) {
        return n;
      }
      while (in.bit(probabilities[p + 1]) == 0) {
        n++;
        if (n == BLOCK) {
          return BLOCK;
        }
        p = probability(type, n, 0);
      }
      int size = in.bit(probabilities[p + 2]) == 0 ? 1 : large(in, p);
      int value = in.flag() ? -size : size;
      to[at + ZIGZAG[n]] = (short) (value * steps[n > 0 ? 1 : 0]);
      n++;
      p = probability(type, n, size == 1 ? 1 : 2);
    }
    return BLOCK;
  }

  private static int probability(int type, int position, int context) {
    return ((type * 8 + BANDS[position]) * 3 + context) * 11;
  }

  private int large(BoolReader in, int p) {
    if (in.bit(probabilities[p + 3]) == 0) {
      return in.bit(probabilities[p + 4]) == 0 ? 2 : 3 + in.bit(probabilities[p + 5]);
    }
    if (in.bit(probabilities[p + 6]) == 0) {
      if (in.bit(probabilities[p + 7]) == 0) {
        return 5 + in.bit(159);
      }
      return 7 + 2 * in.bit(165) + in.bit(145);
    }
    int high = in.bit(probabilities[p + 8]);
    int category = 2 * high + in.bit(probabilities[p + 9 + high]);
    int more = 0;
    for (int probability : LARGE[category]) {
      more = 2 * more + in.bit(probability);
    }
    return 3 + (8 << category) + more;
  }
}
