package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static Results results() {
    Results.Recorder recorder = new Results.Recorder();
    recorder.value("b", "error", 0, 10);
    recorder.value("a", "error", 0, 1);
    recorder.value("b", "error", 1, 12);
    recorder.value("b", "loss", 0, 0.5);
    recorder.curve("b", "error", 0, List.of(1.0, 2.0, 3.0), List.of(30.0, 20.0, 10.0));
    recorder.curve("b", "error", 1, List.of(1.0, 2.0), List.of(34.0, 26.0));
    recorder.curve("a", "error", 0, List.of(), List.of());
    return recorder.results();
  }

  @Test
  void valuesAreFoundBySubjectAndQuantity() {
    Results results = results();
    assertThat(results.subjects()).containsExactly("b", "a");
    assertThat(results.sample("b", "error").values()).containsExactly(10.0, 12.0);
    assertThat(results.sample("c", "error").values()).isEmpty();
    assertThat(results.list(List.of("a", "b"), "error", 1)).isEqualTo("a 1.0; b 11.0 ± 1.4");
    assertThat(results.means(List.of("a", "b"), "error")).containsExactly(1, 11);
    assertThat(results.spreads(List.of("a", "b"), "error")).containsExactly(0, Math.sqrt(2));
  }

  @Test
  void quantitiesAreComparedSeedBySeed() {
    assertThat(results().above("b", "error", "loss").values()).containsExactly(9.5);
    assertThat(results().above("a", "error", "loss").values()).isEmpty();
  }

  @Test
  void aMeanCurveIsAtEachPointThatOfTheSeedsThatReachIt() {
    Results.MeanCurve mean = results().curve("b", "error").orElseThrow();
    assertThat(mean.x()).containsExactly(1, 2, 3);
    assertThat(mean.y()).containsExactly(32, 23, 10);
    assertThat(mean.spread()).containsExactly(Math.sqrt(8), Math.sqrt(18), 0);
  }

  @Test
  void aCurveWithoutPointsIsNone() {
    assertThat(results().curve("a", "error")).isEmpty();
    assertThat(results().curve("c", "error")).isEmpty();
  }

  @Test
  void resultsAddUp() {
    Results twice = results().and(results());
    assertThat(twice.sample("a", "error").values()).containsExactly(1.0, 1.0);
    assertThat(twice.curves()).hasSize(6);
  }
}
