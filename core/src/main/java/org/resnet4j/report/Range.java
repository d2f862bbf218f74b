package org.resnet4j.report;

import java.util.List;
import java.util.stream.IntStream;

/** The smallest range of an axis that holds all the finite values it was shown. */
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

  /**
   * Adds a little at the ends that are not zero. XChart puts its ticks on the values themselves if
   * those are evenly spaced, as two always are, and leaves out all round numbers between.
   */
  void widen() {
    double margin = isEmpty() ? 0 : (max - min) * 0.03;
    min -= min == 0 ? 0 : margin;
    max += max == 0 ? 0 : margin;
  }

  /** The powers of ten in the range, or every so many if they are many; it must be positive. */
  List<Double> decades() {
    int first = (int) Math.ceil(Math.log10(min()) - 1e-9);
    int last = (int) Math.floor(Math.log10(max()) + 1e-9);
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
