package org.resnet4j.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One quantity of one subject, measured once for every seed.
 *
 * @param values NaN where the training diverged
 * @param doubt why they may be meaningless: a sentence about a network that has not learned, or
 *     empty; see {@link Results#sample}
 * @param atLeast whether values in doubt still are lower bounds: an error of a network that has not
 *     learned is at least that high
 */
public record Sample(List<Double> values, String doubt, boolean atLeast) {
  public Sample {
    values = List.copyOf(values);
  }

  /** A sample without doubts. */
  public Sample(List<Double> values) {
    this(values, "", false);
  }

  /** A sample of the given values. */
  public static Sample of(double... values) {
    return new Sample(Arrays.stream(values).boxed().toList());
  }

  /** The number of values, without those of diverged trainings. */
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
    return Difference.of(new Term(1, this), new Term(-1, other));
  }

  /** How far this mean lies above a number. */
  public Difference minus(double number) {
    return Difference.of(number, new Term(1, this));
  }

  /**
   * Whether doubts forbid a conclusion on the sign of a sum in which this sample has a factor. They
   * do not if the sample is a lower bound and larger values only strengthen the conclusion.
   */
  private boolean forbids(double times, double sum) {
    return !doubt.isEmpty() && (!atLeast || (sum > 0 ? times < 0 : times > 0));
  }

  private boolean hasDiverged() {
    return size() < values.size();
  }

  /** Mean and spread with the given number of decimals: {@code 12.34 ± 0.56}. */
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

  /** A term of a sum: the mean of a sample times a factor. */
  public record Term(double times, Sample sample) {
    private double value() {
      return times * sample.mean();
    }

    /** The square of its standard error. */
    private double variance() {
      return Math.pow(times * sample.spread(), 2) / sample.size();
    }
  }

  /**
   * A signed sum of means: a difference, or a difference of differences.
   *
   * @param error its standard error by Welch; 0 where a sample has a single value, since chance is
   *     not known then; infinite where its sign cannot be told, since trainings diverged or a
   *     sample is empty
   * @param freedom the degrees of freedom of the error by Welch and Satterthwaite
   * @param doubts about networks that have not learned, in sentences, or empty
   */
  public record Difference(double value, double error, double freedom, String doubts) {
    /** From this many degrees of freedom, Student's distribution is taken as normal. */
    private static final double MANY = 10_000;

    /** Steps of the integral over a right angle. */
    private static final int STEPS = 10_000;

    /** A difference without doubts. */
    public Difference(double value, double error, double freedom) {
      this(value, error, freedom, "");
    }

    /** The sum of the terms. */
    public static Difference of(Term... terms) {
      return of(0, terms);
    }

    /** How far the sum of the terms lies above a number. */
    public static Difference of(double number, Term... terms) {
      double value = Arrays.stream(terms).mapToDouble(Term::value).sum() - number;
      boolean measured = Arrays.stream(terms).noneMatch(term -> term.sample().values().isEmpty());
      String doubts =
          Arrays.stream(terms)
              .map(term -> term.sample().doubt())
              .filter(doubt -> !doubt.isEmpty())
              .distinct()
              .collect(Collectors.joining(" "));
      // Infinite on both sides: neither is known to be the better.
      if (!measured || Double.isNaN(value)) {
        return new Difference(0, Double.POSITIVE_INFINITY, 1, doubts);
      }
      if (Arrays.stream(terms).anyMatch(term -> term.sample().forbids(term.times(), value))) {
        return new Difference(value, Double.POSITIVE_INFINITY, 1, doubts);
      }
      if (Double.isInfinite(value)) {
        return new Difference(value, 0, 1, doubts);
      }
      boolean flattered =
          Arrays.stream(terms)
              .anyMatch(
                  term ->
                      term.sample().hasDiverged()
                          && (value > 0 ? term.times() < 0 : term.times() > 0));
      if (flattered) {
        return new Difference(value, Double.POSITIVE_INFINITY, 1, doubts);
      }
      if (Arrays.stream(terms).anyMatch(term -> term.sample().size() < 2)) {
        return new Difference(value, 0, 1, doubts);
      }
      double variance = Arrays.stream(terms).mapToDouble(Term::variance).sum();
      double parts =
          Arrays.stream(terms)
              .mapToDouble(term -> Math.pow(term.variance(), 2) / (term.sample().size() - 1))
              .sum();
      return new Difference(
          value, Math.sqrt(variance), variance == 0 ? 1 : variance * variance / parts, doubts);
    }

    /** Half the width of the interval that holds the true difference in 95 of 100 studies. */
    public double margin() {
      return error == 0 ? 0 : student(freedom) * error;
    }

    /**
     * The 97.5 % quantile of Student's distribution. As the angle whose tangent is t over the root
     * of the freedom, t has a density of cos(angle)^(freedom - 1): 95 % of it lie below the angle
     * that is sought, of all between zero and a right angle.
     */
    private static double student(double freedom) {
      double degrees = Math.min(freedom, MANY);
      double width = Math.PI / 2 / STEPS;
      double[] below = new double[STEPS + 1];
      for (int i = 0; i < STEPS; i++) {
        below[i + 1] = below[i] + Math.pow(Math.cos((i + 0.5) * width), degrees - 1);
      }
      double target = 0.95 * below[STEPS];
      int step = 0;
      while (below[step + 1] < target) {
        step++;
      }
      double part = (target - below[step]) / (below[step + 1] - below[step]);
      return Math.sqrt(degrees) * Math.tan((step + part) * width);
    }

    /**
     * In points, with its sign and two decimals: {@code +1.23 points}; in words where it is not
     * known.
     */
    public String points() {
      if (Double.isInfinite(value)) {
        return value > 0 ? "without limit, since trainings diverged," : "downwards without limit";
      }
      return Double.isInfinite(error) && value == 0
          ? "by an unknown amount, since trainings diverged or were not measured,"
          : String.format(Locale.ROOT, "by %+.2f points", value);
    }

    /**
     * Whether it is above zero: {@link Verdict.Outcome#SEEN} if it is by more than {@code least}
     * and its margin, {@link Verdict.Outcome#CONTRADICTED} if it is below zero by as much. Of two
     * errors the lower one counts only if its network has learned.
     */
    public Judgement isPositive(double least) {
      double needed = Math.max(least, margin());
      return judged(
          value > needed
              ? Verdict.Outcome.SEEN
              : value < -needed ? Verdict.Outcome.CONTRADICTED : Verdict.Outcome.UNDECIDED);
    }

    /** Whether it is below zero, as {@link #isPositive}. */
    public Judgement isNegative(double least) {
      return new Difference(-value, error, freedom, doubts).isPositive(least);
    }

    /**
     * Whether it is no higher than zero: {@link Verdict.Outcome#SEEN} if all networks have learned
     * and it would still be at {@code least} or below with its margin more, {@link
     * Verdict.Outcome#CONTRADICTED} if it is positive.
     */
    public Judgement isNotPositive(double least) {
      return judged(
          isPositive(least).isSeen()
              ? Verdict.Outcome.CONTRADICTED
              : value + margin() <= least && doubts.isEmpty()
                  ? Verdict.Outcome.SEEN
                  : Verdict.Outcome.UNDECIDED);
    }

    private Judgement judged(Verdict.Outcome outcome) {
      return new Judgement(outcome, outcome == Verdict.Outcome.UNDECIDED ? doubts : "");
    }
  }
}
