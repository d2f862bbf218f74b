package org.resnet4j.bench.rival;

import java.util.List;

/** The middle and the ends of some measurements. */
public record Spread(double median, double min, double max) {
  /**
   * Creates the spread of values in any order.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there is no median of nothing");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(n - 1));
  }
}
