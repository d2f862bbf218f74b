package org.resnet4j.study.experiments;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.resnet4j.data.Split;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.Sample.Term;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/** What several experiments need to come from numbers to a verdict. */
final class Judgement {
  /** The error of guessing among the classes of the data, in percent; a value of each subject. */
  static final String GUESSING = "error of guessing (%)";

  /** A network has learned something if it is better than guessing by this, in points. */
  static final double LEARNED = 10;

  private Judgement() {}

  /** The error of guessing among the classes of a data set, in percent. */
  static double guessing(Split data) {
    return 100 * (1 - 1.0 / data.test().classes().size());
  }

  /** The error of guessing in percent, as text; it is the same for all seeds. */
  static String guessing(Results results, String subject) {
    return new Sample(results.sample(subject, GUESSING).values().stream().limit(1).toList())
        .text(0);
  }

  /** A claim that holds if all of its parts do, and fails if one of them does. */
  static Outcome all(Outcome... parts) {
    List<Outcome> outcomes = Arrays.asList(parts);
    return outcomes.contains(Outcome.CONTRADICTED)
        ? Outcome.CONTRADICTED
        : outcomes.contains(Outcome.UNDECIDED) ? Outcome.UNDECIDED : Outcome.SEEN;
  }

  /** The opposite of a claim. */
  static Outcome not(Outcome outcome) {
    return switch (outcome) {
      case SEEN -> Outcome.CONTRADICTED;
      case CONTRADICTED -> Outcome.SEEN;
      case UNDECIDED -> Outcome.UNDECIDED;
    };
  }

  /**
   * Whether an error of a subject lies below that of guessing by more than so many points:
   * undecided where its seeds disagree.
   */
  static Outcome hasLearned(Results results, String subject, String error, double points) {
    return Difference.of(
            points,
            new Term(1, results.sample(subject, GUESSING)),
            new Term(-1, results.sample(subject, error)))
        .isPositive(0);
  }

  /**
   * A finding about trained networks: undecided, with the reason, where one of them has not learned
   * as {@link #hasLearned} says.
   */
  static Finding ofLearned(
      Results results, List<String> subjects, String error, double points, Finding finding) {
    if (subjects.stream().allMatch(s -> hasLearned(results, s, error, points) == Outcome.SEEN)) {
      return finding;
    }
    return new Finding(
        Outcome.UNDECIDED,
        finding.claim(),
        String.format(
            Locale.ROOT,
            "Not all of these networks are surely %.0f points better than guessing, whose error is %s"
                + " %%. %s %s",
            points,
            guessing(results, subjects.get(0)),
            results.sentence(subjects, error, 1),
            finding.evidence()));
  }
}
