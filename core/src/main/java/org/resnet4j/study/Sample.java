package org.resnet4j.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One quantity of one subject, measured once for every seed.
 *
 * @param values NaN where the training diverged
 */
public record Sample(List<Double> values) {
  public Sample {
    values = List.copyOf(values);
  }

  /** A sample of such values. */
  public static Sample of(double... values) {
    return new Sample(Arrays.stream(values).boxed().toList());
  }

  /** How many values there are, those of diverged trainings left out. */
  public int size() {
    return finite().length;
  }

  /**
   * The mean of the values; positive infinity if half of the trainings or more diverged, which is
   * worse than anything.
   */
  public double mean() {
    double[] finite = finite();
    return 2 * finite.length <= values.size() ? Double.POSITIVE_INFINITY : mean(finite);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * The middle value, or the mean of the two in the middle; positive infinity if there are none.
   */
  public double median() {
    double[] sorted = finite();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? Double.POSITIVE_INFINITY
        : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** The standard deviation of the values, by n - 1; 0 for a single one. */
  public double spread() {
    double[] finite = finite();
    if (finite.length < 2) {
      return 0;
    }
    double mean = mean(finite);
    double sum = 0;
    for (double value : finite) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (finite.length - 1));
  }

  /** How far this mean lies above another. */
  public Difference minus(Sample other) {
    boolean known = size() > 1 && other.size() > 1;
    double error =
        known
            ? Math.sqrt(
                spread() * spread() / size() + other.spread() * other.spread() / other.size())
            : 0;
    return mean() == other.mean() && Double.isInfinite(mean())
        ? new Difference(0, Double.POSITIVE_INFINITY)
        : new Difference(mean() - other.mean(), error);
  }

  /** Mean and spread with so many decimals: {@code 12.34 ± 0.56}. */
  public String text(int decimals) {
    int diverged = values.size() - size();
    if (values.isEmpty()) {
      return "not measured";
    }
    if (size() == 0) {
      return "diverged";
    }
    String number = "%,." + decimals + "f";
    String text = String.format(Locale.ROOT, number, mean(finite()));
    if (size() > 1) {
      text += " ± " + String.format(Locale.ROOT, number, spread());
    }
    return diverged == 0 ? text : text + " (" + diverged + " of " + values.size() + " diverged)";
  }

  private double[] finite() {
    return values.stream().mapToDouble(v -> v).filter(Double::isFinite).toArray();
  }

  /**
   * The difference of two means.
   *
   * @param error its standard error by Welch; 0 where one of the two has a single value, infinite
   *     where neither has any, since of two that diverged none is known to be the better
   */
  public record Difference(double value, double error) {
    /** The value with its sign and two decimals, in words where a training diverged. */
    public String text() {
      return Double.isFinite(value)
          ? String.format(Locale.ROOT, "%+.2f", value)
          : value > 0 ? "more than can be told" : "less than can be told";
    }

    /**
     * Whether it is above zero: {@link Verdict.Outcome#SEEN} if it is by more than {@code least}
     * and two standard errors, {@link Verdict.Outcome#CONTRADICTED} if it is below zero by as much.
     */
    public Verdict.Outcome isPositive(double least) {
      double margin = Math.max(least, 2 * error);
      return value > margin
          ? Verdict.Outcome.SEEN
          : value < -margin ? Verdict.Outcome.CONTRADICTED : Verdict.Outcome.UNDECIDED;
    }

    /**
     * Whether it is no higher than zero: {@link Verdict.Outcome#SEEN} if two standard errors more
     * would still leave it at {@code least} or below, {@link Verdict.Outcome#CONTRADICTED} if it is
     * positive.
     */
    public Verdict.Outcome isNotPositive(double least) {
      return isPositive(least) == Verdict.Outcome.SEEN
          ? Verdict.Outcome.CONTRADICTED
          : value + 2 * error <= least ? Verdict.Outcome.SEEN : Verdict.Outcome.UNDECIDED;
    }
  }
}
