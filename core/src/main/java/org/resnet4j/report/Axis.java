package org.resnet4j.report;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Maps values to positions along an axis, and chooses its ticks.
 *
 * @param from the position of the lowest value, in pixels
 * @param to the position of the highest value
 * @param logarithmic whether equal ratios, not equal differences, are equally far apart
 */
record Axis(double min, double max, boolean logarithmic, double from, double to) {
  /** The fewest powers of ten that show a scale. */
  private static final int LEAST_DECADES = 2;

  /** The position of a value, in pixels. */
  double at(double value) {
    double share =
        logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    return from + share * (to - from);
  }

  /**
   * Round values in the range: powers of ten where the axis is logarithmic and has enough of them,
   * else steps of 1, 2 or 5 times a power of ten.
   *
   * @param most the maximum number of ticks
   * @param leastStep between two ticks
   */
  List<Double> ticks(int most, double leastStep) {
    if (logarithmic) {
      List<Double> decades = Range.decades(min, max);
      if (decades.size() >= LEAST_DECADES) {
        return decades;
      }
    }
    double step = Math.max(step((max - min) / Math.max(1, most)), leastStep);
    long first = (long) Math.ceil(min / step - 1e-9);
    long last = (long) Math.floor(max / step + 1e-9);
    return LongStream.rangeClosed(first, last).mapToObj(i -> i * step).toList();
  }

  /** The smallest round step that is not below another. */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double share = least / power;
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
  }
}
