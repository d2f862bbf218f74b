package org.resnet4j.image;

/**
 * The resampling weights of each output position: a window of input pixels and a weight for each.
 * The arithmetic follows Pillow's order, so that every weight is bit-identical.
 */
final class Weights {
  /** Fractional bits of a weight: 32, less 8 for a value and 2 for the sign and for overshoot. */
  static final int PRECISION = 32 - 8 - 2;

  /** The initial value of a sum, for rounding. */
  static final int HALF = 1 << (PRECISION - 1);

  /** The first input pixel of each window. */
  final int[] first;

  /** The number of pixels in it. */
  final int[] length;

  /** The maximum window length, and the stride of {@link #values}. */
  final int stride;

  /** The weights of the first window, of the second, and so on. */
  final int[] values;

  /**
   * The weights of a range of output positions.
   *
   * @param from the input length
   * @param to the output length
   * @param begin the first position
   * @param count the number of positions
   */
  Weights(int from, int to, int begin, int count, Filter filter) {
    double scale = (double) from / to;
    double reduction = Math.max(scale, 1.0);
    double reach = filter.support() * reduction;
    first = new int[count];
    length = new int[count];
    stride = (int) Math.min(2 * Math.ceil(reach) + 1, from);
    values = new int[Math.multiplyExact(count, stride)];
    double[] window = new double[stride];
    for (int i = 0; i < count; i++) {
      double centre = (begin + i + 0.5) * scale;
      first[i] = Math.max((int) (centre - reach + 0.5), 0);
      length[i] = Math.min((int) (centre + reach + 0.5), from) - first[i];
      double sum = 0;
      for (int k = 0; k < length[i]; k++) {
        // Pillow multiplies by the reciprocal; dividing would round differently.
        window[k] = filter.at((k + first[i] - centre + 0.5) * (1.0 / reduction));
        sum += window[k];
      }
      for (int k = 0; k < length[i]; k++) {
        double weight = window[k] / sum * (1 << PRECISION);
        values[i * stride + k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
    }
  }

  private Weights(int[] first, Weights same) {
    this.first = first;
    length = same.length;
    stride = same.stride;
    values = same.values;
  }

  /** The same for a side of which these are a part that begins at {@code start}. */
  Weights within(int start) {
    int[] moved = new int[first.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = first[i] + start;
    }
    return new Weights(moved, this);
  }

  /** The first input pixel of all windows. */
  int start() {
    return first[0];
  }

  /** The pixel after the last one. */
  int end() {
    return first[first.length - 1] + length[length.length - 1];
  }

  /** The largest number of windows that include one pixel. */
  int mostOpen() {
    int most = 1;
    int last = 0;
    for (int i = 0; i < first.length; i++) {
      while (last < first.length && first[last] < first[i] + length[i]) {
        last++;
      }
      most = Math.max(most, last - i);
    }
    return most;
  }

  /** The first position whose window extends beyond a pixel; their number if none does. */
  int firstThatEndsAfter(int pixel) {
    int low = 0;
    int high = first.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first[middle] + length[middle] > pixel) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * Makes values of 8 bits of sums; without branches, so that it compiles to vector instructions.
   */
  static void clip(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      int value = sums[i] >> PRECISION;
      sums[i] = (value | (255 - value) >> 31) & ~(value >> 31) & 255;
    }
  }
}
