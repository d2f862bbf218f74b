package org.resnet4j.image.jpeg.scan;

import java.util.Arrays;

/**
 * The inverse cosine transform of 8 x 8 coefficients with the arithmetic of the IJG's "slow
 * integer" method, so that samples come out bit for bit as from libjpeg: Loeffler, Ligtenberg and
 * Moschytz 1989, with 12 multiplications by constants of 13 fractional bits, columns before rows,
 * two fractional bits kept between.
 *
 * <p>Up to the rounding all of it is additions and multiplications by constants, so two numbers are
 * transformed at once in one long: {@code low + (high << 32)}, as signed numbers. The lanes do not
 * disturb each other as long as each result fits into 32 bits.
 */
final class Idct {
  private static final int CONST_BITS = 13;
  private static final int PASS1_BITS = 2;

  /** Fractional bits of the results, which include the rounding term: truncate to round. */
  static final int FRACTION = CONST_BITS + PASS1_BITS + 3;

  private static final int COLUMN_SHIFT = CONST_BITS - PASS1_BITS;

  private static final long LANES = 1 | 1L << 32;
  private static final long COLUMN_ROUNDING = LANES << (COLUMN_SHIFT - 1);

  /** Half a unit, and 128 because samples are stored less that. */
  private static final long ROW_ROUNDING = LANES * ((1 << (FRACTION - 1)) + (128 << FRACTION));

  /** Makes the high lane right where the low one is negative and has borrowed from it. */
  private static final long BORROW = 1L << 31;

  /** Coefficients of the lower four rows, and of the right four columns, as bits of a mask. */
  private static final long LOWER = 0xFFFF_FFFF_0000_0000L;

  private static final long RIGHT = 0xF0F0_F0F0_F0F0_F0F0L;

  /** All rows but the first of the first two columns. */
  private static final long BELOW_FIRST = 0x0303_0303_0303_0300L;

  /** The input: dequantized coefficients, rows of 4 pairs of columns. */
  final long[] block = new long[32];

  /** Between the passes: pairs of rows, each with 8 columns. */
  private final long[] between = new long[32];

  private final long[] out = new long[8];

  /**
   * A quantization table as multipliers of coefficients: each moves the product into its lane.
   *
   * @param table in zigzag order, as the result, in which its last number is repeated
   */
  static long[] steps(int[] table) {
    long[] steps = new long[Zigzag.PLACES];
    for (int k = 0; k < steps.length; k++) {
      int place = Math.min(k, 63);
      steps[k] = (long) table[place] << (Zigzag.NATURAL[place] % 2 * 32);
    }
    return steps;
  }

  /**
   * Transforms {@link #block} and clears it.
   *
   * @param present by row times 8 plus column, which coefficients may differ from 0
   * @param to receives the samples with {@link #FRACTION} more bits, not yet within 0 to 255
   * @param at where in it the block begins
   * @param stride from row to row
   */
  void transform(long present, int[] to, int at, int stride) {
    if ((present & ~1L) == 0) {
      constant((int) block[0], to, at, stride);
      block[0] = 0;
      return;
    }
    columns(present);
    Arrays.fill(block, 0);
    for (int pair = 0; pair < 4; pair++) {
      if ((present & RIGHT) == 0) {
        lowHalf(between, pair * 8, 1, ROW_ROUNDING);
      } else {
        full(between, pair * 8, 1, ROW_ROUNDING);
      }
      int upper = at + 2 * pair * stride;
      int lower = upper + stride;
      for (int i = 0; i < 8; i++) {
        long value = out[i];
        to[upper + i] = (int) value;
        to[lower + i] = (int) ((value + BORROW) >> 32);
      }
    }
  }

  private static void constant(int dc, int[] to, int at, int stride) {
    int rounding = 1 << (PASS1_BITS + 2);
    int level = ((dc << PASS1_BITS) + rounding) >> (PASS1_BITS + 3);
    int value = (level + 128) << FRACTION;
    for (int row = 0; row < 8; row++) {
      int from = at + row * stride;
      Arrays.fill(to, from, from + 8, value);
    }
  }

  private void columns(long present) {
    for (int pair = 0; pair < 4; pair++) {
      if ((present & BELOW_FIRST << (2 * pair)) == 0) {
        long value = block[pair];
        long left = LANES * ((int) value << PASS1_BITS);
        long right = LANES * ((int) ((value + BORROW) >> 32) << PASS1_BITS);
        for (int i = 0; i < 4; i++) {
          between[i * 8 + 2 * pair] = left;
          between[i * 8 + 2 * pair + 1] = right;
        }
        continue;
      }
      if ((present & LOWER) == 0) {
        lowHalf(block, pair, 4, COLUMN_ROUNDING);
      } else {
        full(block, pair, 4, COLUMN_ROUNDING);
      }
      for (int i = 0; i < 4; i++) {
        long upper = out[2 * i];
        long lower = out[2 * i + 1];
        between[i * 8 + 2 * pair] =
            ((int) upper >> COLUMN_SHIFT) + ((long) ((int) lower >> COLUMN_SHIFT) << 32);
        between[i * 8 + 2 * pair + 1] =
            ((upper + BORROW) >> (32 + COLUMN_SHIFT))
                + ((lower + BORROW) >> (32 + COLUMN_SHIFT) << 32);
      }
    }
  }

  /** One dimension of 8 pairs of numbers, {@code step} apart. */
  private void full(long[] in, int at, int step, long rounding) {
    long in0 = (in[at] << CONST_BITS) + rounding;
    long in4 = in[at + 4 * step] << CONST_BITS;
    long in2 = in[at + 2 * step];
    long in6 = in[at + 6 * step];
    long z1 = (in2 + in6) * 4433; // sqrt(2) cos(3 pi / 8), 13 fractional bits as all below
    long even2 = z1 - in6 * 15137;
    long even3 = z1 + in2 * 6270;
    long even0 = in0 + in4;
    long even1 = in0 - in4;

    long odd0 = in[at + 7 * step];
    long odd1 = in[at + 5 * step];
    long odd2 = in[at + 3 * step];
    long odd3 = in[at + step];
    long z5 = (odd0 + odd1 + odd2 + odd3) * 9633;
    long z3 = z5 - (odd0 + odd2) * 16069;
    long z4 = z5 - (odd1 + odd3) * 3196;
    long z2 = (odd1 + odd2) * -20995;
    z1 = (odd0 + odd3) * -7373;
    odd0 = odd0 * 2446 + z1 + z3;
    odd1 = odd1 * 16819 + z2 + z4;
    odd2 = odd2 * 25172 + z2 + z3;
    odd3 = odd3 * 12299 + z1 + z4;
    combine(even0 + even3, even1 + even2, even1 - even2, even0 - even3, odd0, odd1, odd2, odd3);
  }

  /** As {@link #full} where the upper 4 of the 8 are zeros: the same sums without their terms. */
  private void lowHalf(long[] in, int at, int step, long rounding) {
    long in0 = (in[at] << CONST_BITS) + rounding;
    long in2 = in[at + 2 * step];
    long even2 = in2 * 4433;
    long even3 = in2 * (4433 + 6270);

    long odd2 = in[at + 3 * step];
    long odd3 = in[at + step];
    long z5 = (odd2 + odd3) * 9633;
    long z3 = z5 - odd2 * 16069;
    long z4 = z5 - odd3 * 3196;
    long z2 = odd2 * -20995;
    long z1 = odd3 * -7373;
    combine(
        in0 + even3,
        in0 + even2,
        in0 - even2,
        in0 - even3,
        z1 + z3,
        z2 + z4,
        odd2 * (25172 - 20995) + z3,
        odd3 * (12299 - 7373) + z4);
  }

  private void combine(
      long even0, long even1, long even2, long even3, long odd0, long odd1, long odd2, long odd3) {
    out[0] = even0 + odd3;
    out[7] = even0 - odd3;
    out[1] = even1 + odd2;
    out[6] = even1 - odd2;
    out[2] = even2 + odd1;
    out[5] = even2 - odd1;
    out[3] = even3 + odd0;
    out[4] = even3 - odd0;
  }
}
