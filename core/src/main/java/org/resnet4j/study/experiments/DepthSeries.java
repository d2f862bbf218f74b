package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Judgement;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.Sample.Term;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/**
 * The effect of depth on one kind of network.
 *
 * @param kind the names of its subjects without the final depth
 */
record DepthSeries(Results results, String kind) {
  /** The smallest difference of error rates, in points, that counts between depths. */
  static final double LEAST = 1;

  /** The names of the subjects from the shallowest to the deepest. */
  List<String> subjects() {
    Pattern member = Pattern.compile(Pattern.quote(kind) + "[0-9]+");
    return results.subjects().stream()
        .filter(name -> member.matcher(name).matches())
        .sorted(Comparator.comparingInt(this::depth))
        .toList();
  }

  private int depth(String subject) {
    return Integer.parseInt(subject.substring(kind.length()));
  }

  String shallowest() {
    return subjects().get(0);
  }

  String deepest() {
    List<String> all = subjects();
    return all.get(all.size() - 1);
  }

  /** The difference of a quantity between the deepest and the shallowest. */
  Difference change(String quantity) {
    return Difference.of(changeTerms(1, quantity));
  }

  /** How much more a quantity changes with depth here than in another kind. */
  Difference changeBeyond(DepthSeries other, String quantity) {
    return Difference.of(
        Stream.of(changeTerms(1, quantity), other.changeTerms(-1, quantity))
            .flatMap(Stream::of)
            .toArray(Term[]::new));
  }

  private Term[] changeTerms(double times, String quantity) {
    return new Term[] {
      new Term(times, results.sample(deepest(), quantity)),
      new Term(-times, results.sample(shallowest(), quantity))
    };
  }

  /** A quantity at every depth, as evidence. */
  String list(String quantity) {
    return subjects().stream()
        .map(subject -> results.sample(subject, quantity).text(2) + " at " + depth(subject))
        .collect(
            Collectors.joining(
                ", ", "The " + quantity + " of " + kind.strip() + " is, by layers, ", "."));
  }

  /** Whether the deepest fits the training images worse than the shallowest. */
  Finding degrades(String claim) {
    return new Finding(change(TRAINING_ERROR).isPositive(LEAST), claim, list(TRAINING_ERROR));
  }

  /**
   * Whether what the deepest loses on test images it loses on training images too: over-fitting
   * would widen the gap between the two errors, and may explain no more than half of the loss. Only
   * a loss can say why: where the test error does not rise, nothing is known.
   */
  Finding isOptimisation(String claim) {
    Difference training = change(TRAINING_ERROR);
    Difference test = change(TEST_ERROR);
    Judgement loses = test.isPositive(LEAST);
    Judgement gap = // What diverged does not over-fit.
        Double.isInfinite(training.value())
            ? Judgement.of(Outcome.SEEN)
            : gap(deepest()).minus(gap(shallowest())).isNotPositive(test.value() / 2);
    return new Finding(
        !loses.isSeen()
            ? new Judgement(Outcome.UNDECIDED, loses.reason())
            : training.isNotPositive(LEAST).isSeen()
                ? Judgement.of(Outcome.CONTRADICTED)
                : Judgement.all(training.isPositive(LEAST), gap),
        claim,
        (loses.isSeen() ? "" : "No loss is seen that could be explained. ")
            + "With depth the training error changes "
            + training.points()
            + " and the test error "
            + test.points()
            + ". Over-fitting would widen the gap between the two, and counts where that is more than"
            + " half of what the test error rises.");
  }

  /**
   * By how much the test error is above the training error, of each training that ended; without
   * doubts, since a network that has not even learned its training images does not over-fit.
   */
  private Sample gap(String subject) {
    return new Sample(
        results.above(subject, TEST_ERROR, TRAINING_ERROR).values().stream()
            .filter(Double::isFinite)
            .toList());
  }

  /** A quantity of several kinds by depth: the mean and the spread over the seeds. */
  static LineChart chart(Results results, String quantity, List<String> kinds) {
    LineChart chart = LineChart.of("Error by depth").x("layers").y(quantity);
    for (String kind : kinds) {
      new DepthSeries(results, kind).addTo(chart, kind.strip(), quantity);
    }
    return chart;
  }

  /** Adds a quantity by depth to a chart. */
  void addTo(LineChart chart, String name, String quantity) {
    List<String> members = subjects();
    chart.series(
        name,
        members.stream().mapToDouble(this::depth).toArray(),
        results.means(members, quantity),
        results.spreads(members, quantity));
  }
}
