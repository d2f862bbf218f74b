package org.resnet4j.image;

/**
 * What each place along a resized side is made of: a window of the old side and a weight for each
 * pixel in it. The order of the arithmetic is Pillow's, so that every weight has its bits.
 */
final class Weights {
  /** Fractional bits of a weight: 32, less 8 for a value and 2 for the sign and for overshoot. */
  static final int PRECISION = 32 - 8 - 2;

  /** Where the window of each place begins. */
  final int[] first;

  /** How many pixels are in it. */
  final int[] length;

  /** The most pixels in a window, and the distance between the windows in {@link #values}. */
  final int stride;

  /** The weights of the first window, of the second, and so on. */
  final int[] values;

  /**
   * The weights of some places of a resized side.
   *
   * @param from the old length of the side
   * @param to its new length
   * @param begin the first place wanted
   * @param count how many places are wanted
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
}
