package org.resnet4j.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The measurements of an experiment: single values and curves, each of a subject, for a seed. Its
 * verdict and its page depend on nothing else.
 */
public record Results(List<Value> values, List<Curve> curves) {
  /** A single value; NaN if the training diverged. */
  public record Value(String subject, String quantity, long seed, double value) {}

  /** A curve of equally many x and y. */
  public record Curve(String subject, String quantity, long seed, List<Double> x, List<Double> y) {
    public Curve {
      x = List.copyOf(x);
      y = List.copyOf(y);
    }
  }

  /**
   * A curve that is the mean over seeds.
   *
   * @param spread the standard deviation over the seeds at each point
   */
  public record MeanCurve(double[] x, double[] y, double[] spread) {}

  public Results {
    values = List.copyOf(values);
    curves = List.copyOf(curves);
  }

  /** The union of these results and others. */
  public Results and(Results other) {
    List<Value> allValues = new ArrayList<>(values);
    allValues.addAll(other.values);
    List<Curve> allCurves = new ArrayList<>(curves);
    allCurves.addAll(other.curves);
    return new Results(allValues, allCurves);
  }

  /** The subjects that have a value, in the order in which they were measured. */
  public List<String> subjects() {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    values.forEach(value -> names.add(value.subject()));
    return List.copyOf(names);
  }

  /**
   * A quantity of a subject over all seeds; empty if it was not measured. Where the subject was
   * trained and has not surely learned, the sample says so, and comparisons with it do not decide:
   * {@link Learning#hasLearned}.
   */
  public Sample sample(String subject, String quantity) {
    return new Sample(
        untrained(subject, quantity).values(),
        Learning.doubt(this, subject, quantity),
        Learning.isHigherTheWorse(quantity));
  }

  /**
   * A quantity that does not depend on learning, for example one measured before the first step: as
   * {@link #sample}, without doubts.
   */
  public Sample untrained(String subject, String quantity) {
    return new Sample(of(subject, quantity).map(Value::value).toList());
  }

  /**
   * The difference of two quantities of a subject, for every seed that has both; NaN where one is
   * NaN.
   */
  public Sample above(String subject, String quantity, String other) {
    return new Sample(
        of(subject, quantity)
            .flatMap(
                v ->
                    of(subject, other)
                        .filter(below -> below.seed() == v.seed())
                        .map(below -> v.value() - below.value()))
            .toList());
  }

  private Stream<Value> of(String subject, String quantity) {
    return values.stream()
        .filter(v -> v.subject().equals(subject) && v.quantity().equals(quantity));
  }

  /** A quantity of several subjects in a sentence: {@code plain20 17.44; plain56 54.31}. */
  public String list(List<String> subjects, String quantity, int decimals) {
    return subjects.stream()
        .map(subject -> subject + " " + sample(subject, quantity).text(decimals))
        .collect(Collectors.joining("; "));
  }

  /** The same as a sentence: {@code Test error (%): plain20 17.44; plain56 54.31.} */
  public String sentence(List<String> subjects, String quantity, int decimals) {
    return quantity.substring(0, 1).toUpperCase(Locale.ROOT)
        + quantity.substring(1)
        + ": "
        + list(subjects, quantity, decimals)
        + ".";
  }

  /** The ratio of the means of a quantity of two subjects. */
  public double ratio(String above, String below, String quantity) {
    return sample(above, quantity).mean() / sample(below, quantity).mean();
  }

  /** A quantity of several subjects: their means. */
  public double[] means(List<String> subjects, String quantity) {
    return subjects.stream().mapToDouble(subject -> sample(subject, quantity).mean()).toArray();
  }

  /** A quantity of several subjects: their standard deviations over the seeds. */
  public double[] spreads(List<String> subjects, String quantity) {
    return subjects.stream().mapToDouble(subject -> sample(subject, quantity).spread()).toArray();
  }

  /**
   * The mean over the seeds of a curve, at each point of those that reach it: a diverged training
   * has few points. Empty if there is none.
   */
  public Optional<MeanCurve> curve(String subject, String quantity) {
    List<Curve> found =
        curves.stream()
            .filter(c -> c.subject().equals(subject) && c.quantity().equals(quantity))
            .filter(c -> !c.x().isEmpty())
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Double> axis =
        found.stream().map(Curve::x).max(Comparator.comparingInt(List::size)).orElseThrow();
    double[] x = axis.stream().mapToDouble(v -> v).toArray();
    double[] y = new double[x.length];
    double[] spread = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int point = i;
      Sample sample =
          new Sample(
              found.stream().filter(c -> point < c.y().size()).map(c -> c.y().get(point)).toList());
      y[i] = sample.mean();
      spread[i] = sample.spread();
    }
    return Optional.of(new MeanCurve(x, y, spread));
  }

  /** Collects results. */
  public static final class Recorder {
    private final List<Value> values = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();

    /** Has recorded nothing. */
    public Recorder() {}

    /** Records a value. */
    public void value(String subject, String quantity, long seed, double value) {
      values.add(new Value(subject, quantity, seed, value));
    }

    /** Records a curve. */
    public void curve(String subject, String quantity, long seed, List<Double> x, List<Double> y) {
      curves.add(new Curve(subject, quantity, seed, x, y));
    }

    /** The recorded results. */
    public Results results() {
      return new Results(values, curves);
    }
  }
}
