package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.Sample.Term;
import org.resnet4j.study.Verdict.Outcome;

class SampleTest {
  private static final double NAN = Double.NaN;

  @Test
  void meanAndSpreadAreThoseOfTheValues() {
    Sample sample = Sample.of(2, 4, 9);
    assertThat(sample.mean()).isEqualTo(5);
    assertThat(sample.spread()).as("squares 9 + 1 + 16, by n - 1").isEqualTo(Math.sqrt(13));
    assertThat(sample.text(2)).isEqualTo("5.00 ± 3.61");
    assertThat(Sample.of(7).spread()).isZero();
    assertThat(Sample.of(7).text(1)).isEqualTo("7.0");
    assertThat(Sample.of().text(1)).isEqualTo("not measured");
  }

  @Test
  void divergedTrainingsAreLeftOutAndCounted() {
    Sample some = Sample.of(2, NAN, 4);
    assertThat(some.size()).isEqualTo(2);
    assertThat(some.mean()).isEqualTo(3);
    assertThat(some.text(0)).isEqualTo("3 ± 1 (1 of 3 diverged)");
    Sample all = Sample.of(NAN, NAN);
    assertThat(all.mean()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(all.spread()).isZero();
    assertThat(all.text(2)).isEqualTo("diverged");
  }

  @Test
  void aDifferenceHasTheStandardErrorAndTheFreedomOfWelch() {
    // Variances 4 / 3 and 0.5 / 2; freedom (19 / 12)^2 / ((4 / 3)^2 / 2 + (1 / 4)^2 / 1).
    Difference difference = Sample.of(5, 7, 9).minus(Sample.of(1, 2));
    assertThat(difference.value()).isEqualTo(5.5);
    assertThat(difference.error()).isCloseTo(Math.sqrt(19.0 / 12), within(1e-12));
    assertThat(difference.freedom()).isCloseTo(2.6350, within(1e-4));
    assertThat(Sample.of(5, 7, 9).minus(4)).isEqualTo(new Difference(3, Math.sqrt(4.0 / 3), 2));
  }

  @Test
  void aSumCountsASampleAsOftenAsItIsTaken() {
    Sample shared = Sample.of(5, 7, 9);
    Difference sum = Difference.of(new Term(1, Sample.of(20, 20, 20)), new Term(-2, shared));
    assertThat(sum.value()).isEqualTo(6);
    assertThat(sum.error())
        .as("twice, not root two times")
        .isCloseTo(4 / Math.sqrt(3), within(1e-12));
    assertThat(sum.freedom()).isCloseTo(2, within(1e-12));
  }

  @Test
  void theMarginIsThatOfStudentsDistribution() {
    // 97.5 % quantiles of printed tables; of 2.5 degrees of freedom SciPy's.
    assertThat(new Difference(0, 1, 1).margin()).isCloseTo(12.706, within(1e-3));
    assertThat(new Difference(0, 2, 2).margin()).isCloseTo(2 * 4.3027, within(1e-3));
    assertThat(new Difference(0, 1, 2.5).margin()).isCloseTo(3.57465, within(1e-3));
    assertThat(new Difference(0, 1, 10).margin()).isCloseTo(2.2281, within(1e-3));
    assertThat(new Difference(0, 1, 20).margin()).isCloseTo(2.0860, within(1e-3));
    assertThat(new Difference(0, 1, 1e9).margin()).isCloseTo(1.9600, within(1e-3));
    assertThat(new Difference(0, 0, 1).margin()).as("one seed").isZero();
  }

  @Test
  void onlyWhatIsMoreThanTheMarginCounts() {
    assertThat(new Difference(4.4, 1, 2).isPositive(0).outcome()).isEqualTo(Outcome.SEEN);
    assertThat(new Difference(4.2, 1, 2).isPositive(0).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(new Difference(-4.2, 1, 2).isPositive(0).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(new Difference(-4.4, 1, 2).isPositive(0).outcome()).isEqualTo(Outcome.CONTRADICTED);
    assertThat(new Difference(-4.4, 1, 2).isNegative(0).outcome()).isEqualTo(Outcome.SEEN);
    assertThat(new Difference(-1, 0.3, 2).isNotPositive(0.5).outcome()).isEqualTo(Outcome.SEEN);
    assertThat(new Difference(-1, 0.5, 2).isNotPositive(0.5).outcome())
        .isEqualTo(Outcome.UNDECIDED);
    assertThat(new Difference(3, 0.5, 2).isNotPositive(0.5).outcome())
        .isEqualTo(Outcome.CONTRADICTED);
  }

  @Test
  void onlyWhatIsMoreThanTheLeastCounts() {
    Sample one = Sample.of(10);
    assertThat(one.minus(Sample.of(8)).error()).as("of single values").isZero();
    assertThat(one.minus(Sample.of(8)).isPositive(1).outcome()).isEqualTo(Outcome.SEEN);
    assertThat(one.minus(Sample.of(9)).isPositive(1).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(one.minus(Sample.of(12)).isPositive(1).outcome()).isEqualTo(Outcome.CONTRADICTED);
  }

  @Test
  void whatDivergedIsWorseThanAnythingButItsLike() {
    Sample diverged = Sample.of(NAN, NAN);
    assertThat(diverged.minus(Sample.of(90, 91)).isPositive(5).outcome()).isEqualTo(Outcome.SEEN);
    assertThat(Sample.of(90).minus(diverged).isPositive(5).outcome())
        .isEqualTo(Outcome.CONTRADICTED);
    assertThat(diverged.minus(diverged).isPositive(0).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(diverged.minus(diverged).points()).contains("unknown");
    assertThat(diverged.minus(Sample.of(1)).points()).startsWith("without limit");
  }

  @Test
  void survivorsOfDivergenceDoNotWin() {
    Sample some = Sample.of(10, 11, NAN);
    Sample higher = Sample.of(40, 41, 42);
    assertThat(higher.minus(some).isPositive(1).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(some.minus(higher).isPositive(1).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(some.minus(higher).isNotPositive(1).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(some.minus(80).isNegative(0).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(some.minus(1).isPositive(0).outcome()).isEqualTo(Outcome.SEEN);
    Sample lower = Sample.of(1, 2, 1.5);
    assertThat(some.minus(lower).isPositive(1).outcome())
        .as("worse all the more")
        .isEqualTo(Outcome.SEEN);
  }

  private static final String DOUBT = "It has not learned.";

  /** An error of a network that has not learned is a lower bound: only one side is known. */
  @Test
  void theErrorOfANetworkThatHasNotLearnedIsALowerBound() {
    Sample high = new Sample(List.of(88.0, 88.5), DOUBT, true);
    Sample low = Sample.of(30, 30.5);
    assertThat(high.minus(low).isPositive(1)).isEqualTo(Judgement.of(Outcome.SEEN));
    assertThat(low.minus(high).isPositive(1)).isEqualTo(Judgement.of(Outcome.CONTRADICTED));
    Judgement undecided = new Judgement(Outcome.UNDECIDED, DOUBT);
    assertThat(high.minus(Sample.of(99, 99.1)).isNegative(1)).isEqualTo(undecided);
    assertThat(high.minus(Sample.of(99, 99.1)).isNotPositive(1)).isEqualTo(undecided);
    assertThat(low.minus(high).isNotPositive(1))
        .as("of both it must be known")
        .isEqualTo(undecided);
    Sample diverged = Sample.of(NAN, NAN);
    assertThat(diverged.minus(high).isPositive(1)).isEqualTo(undecided);
    assertThat(high.minus(diverged).isPositive(1)).isEqualTo(undecided);
  }

  @Test
  void otherQuantitiesOfANetworkThatHasNotLearnedTellNothing() {
    Sample none = new Sample(List.of(88.0, 88.5), DOUBT, false);
    Judgement undecided = new Judgement(Outcome.UNDECIDED, DOUBT);
    assertThat(none.minus(Sample.of(30, 31)).isPositive(1)).isEqualTo(undecided);
    assertThat(Sample.of(30, 31).minus(none).isPositive(1)).isEqualTo(undecided);
    assertThat(Judgement.all(undecided, undecided, Judgement.of(Outcome.SEEN)))
        .isEqualTo(undecided);
    assertThat(Judgement.all(undecided, Judgement.of(Outcome.CONTRADICTED)))
        .isEqualTo(Judgement.of(Outcome.CONTRADICTED));
    assertThat(undecided.not()).isEqualTo(undecided);
  }

  private static Outcome learned(int classes, double... errors) {
    Results.Recorder recorder = new Results.Recorder();
    for (int seed = 0; seed < errors.length; seed++) {
      recorder.value("net", Learning.GUESSING, seed, 100 * (1 - 1.0 / classes));
      recorder.value("net", Learning.TEST_ERROR, seed, errors[seed]);
    }
    return Learning.hasLearned(recorder.results(), "net", Learning.TEST_ERROR).outcome();
  }

  /** A tenth of the errors of guessing, beyond the interval of chance. */
  @Test
  void aNetworkHasLearnedIfItIsSurelyRidOfATenthOfTheErrorsOfGuessing() {
    assertThat(learned(10, 80.9)).isEqualTo(Outcome.SEEN);
    assertThat(learned(10, 81.1)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(learned(10, 70, 70.5)).isEqualTo(Outcome.SEEN);
    assertThat(learned(10, 60, 80)).as("chance").isEqualTo(Outcome.UNDECIDED);
    assertThat(learned(2, 44.9)).isEqualTo(Outcome.SEEN);
    assertThat(learned(2, 45.1)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(learned(1_000, 89.8)).isEqualTo(Outcome.SEEN);
    assertThat(learned(10, NAN, NAN)).isEqualTo(Outcome.CONTRADICTED);
  }
}
