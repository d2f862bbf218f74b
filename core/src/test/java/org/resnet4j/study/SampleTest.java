package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.resnet4j.study.Sample.Difference;
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
  void aDifferenceHasTheStandardErrorOfWelch() {
    // scipy.stats.ttest_ind([5, 7, 9], [1, 2], equal_var=False): t = 5.5 / 1.2583 = 4.3710.
    Difference difference = Sample.of(5, 7, 9).minus(Sample.of(1, 2));
    assertThat(difference.value()).isEqualTo(5.5);
    assertThat(difference.value() / difference.error()).isCloseTo(4.3710, within(1e-3));
  }

  @Test
  void onlyWhatIsMoreThanTwoStandardErrorsCounts() {
    assertThat(new Difference(2.1, 1).isPositive(0)).isEqualTo(Outcome.SEEN);
    assertThat(new Difference(1.9, 1).isPositive(0)).isEqualTo(Outcome.UNDECIDED);
    assertThat(new Difference(-1.9, 1).isPositive(0)).isEqualTo(Outcome.UNDECIDED);
    assertThat(new Difference(-2.1, 1).isPositive(0)).isEqualTo(Outcome.CONTRADICTED);
  }

  @Test
  void onlyWhatIsMoreThanTheLeastCounts() {
    Sample one = Sample.of(10);
    assertThat(one.minus(Sample.of(8)).error()).as("of single values").isZero();
    assertThat(one.minus(Sample.of(8)).isPositive(1)).isEqualTo(Outcome.SEEN);
    assertThat(one.minus(Sample.of(9)).isPositive(1)).isEqualTo(Outcome.UNDECIDED);
    assertThat(one.minus(Sample.of(12)).isPositive(1)).isEqualTo(Outcome.CONTRADICTED);
  }

  @Test
  void whatDivergedIsWorseThanAnythingButItsLike() {
    Sample diverged = Sample.of(NAN, NAN);
    assertThat(diverged.minus(Sample.of(90, 91)).isPositive(5)).isEqualTo(Outcome.SEEN);
    assertThat(Sample.of(90).minus(diverged).isPositive(5)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(diverged.minus(diverged).isPositive(0)).isEqualTo(Outcome.UNDECIDED);
  }
}
