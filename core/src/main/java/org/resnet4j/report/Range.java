package org.resnet4j.report;

import java.util.List;
import java.util.stream.IntStream;

/** The smallest range of an axis that holds all finite values added to it. */
final class Range {
  private static final int MOST_DECADES = 10;

  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  void include(double value) {
    if (Double.isFinite(value)) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }

  boolean isEmpty() {
    return min > max;
  }

  /** Lower end; a range of one value or none is widened. */
  double min() {
    return isEmpty() ? 0 : min < max ? min : min - margin();
  }

  /** Upper end. */
  double max() {
    return isEmpty() ? 1 : min < max ? max : max + margin();
  }

  /** An axis for it with a little room at the ends, but none beyond a zero that bars stand on. */
  Axis axis(double from, double to, boolean logarithmic, boolean standsOnZero) {
    double low = min();
    double high = max();
    if (logarithmic) {
      double ratio = Math.pow(high / low, 0.04);
      return new Axis(low / ratio, high * ratio, true, from, to);
    }
    double margin = (high - low) * 0.05;
    return new Axis(
        standsOnZero && low == 0 ? 0 : low - margin,
        standsOnZero && high == 0 ? 0 : high + margin,
        false,
        from,
        to);
  }

  /** The powers of ten in a positive range, or every n-th of them if there are many. */
  static List<Double> decades(double min, double max) {
    int first = (int) Math.ceil(Math.log10(min) - 1e-9);
    int last = (int) Math.floor(Math.log10(max) + 1e-9);
    int step = (last - first) / MOST_DECADES + 1;
    return IntStream.rangeClosed(first, last)
        .filter(i -> Math.floorMod(i, step) == 0)
        .mapToObj(i -> Math.pow(10, i))
        .toList();
  }

  private double margin() {
    return min == 0 ? 1 : Math.abs(min) * 0.1;
  }
}
