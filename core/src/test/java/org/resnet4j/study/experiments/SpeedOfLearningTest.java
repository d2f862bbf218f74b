package org.resnet4j.study.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.study.Results.Curve;

class SpeedOfLearningTest {
  private static final Curve LOSS =
      new Curve("net", "loss", 0, List.of(1.0, 2.0, 3.0), List.of(2.0, 1.0, 0.5));
  private static final List<Double> SECONDS = List.of(10.0, 30.0, 70.0);

  @Test
  void aTargetIsMetBetweenTwoPoints() {
    assertThat(SpeedOfLearning.reached(LOSS, 1.5, LOSS.x())).isEqualTo(1.5);
    assertThat(SpeedOfLearning.reached(LOSS, 0.75, SECONDS)).isEqualTo(50);
    assertThat(SpeedOfLearning.reached(LOSS, 1, SECONDS)).isEqualTo(30);
  }

  @Test
  void aTargetMayBeMetAtTheFirstPointOrNever() {
    assertThat(SpeedOfLearning.reached(LOSS, 2.5, SECONDS)).isEqualTo(10);
    assertThat(SpeedOfLearning.reached(LOSS, 0.4, SECONDS)).isNaN();
    Curve none = new Curve("net", "loss", 0, List.of(), List.of());
    assertThat(SpeedOfLearning.reached(none, 0.4, List.of())).isNaN();
  }
}
