package org.resnet4j.study.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.study.Results.Curve;

class SpeedOfLearningTest {
  private static final Curve LOSS =
      new Curve("net", "loss", 0, List.of(1.0, 2.0, 3.0), List.of(2.0, 1.0, 0.5));

  @Test
  void aTargetIsMetBetweenTwoPoints() {
    assertThat(SpeedOfLearning.reached(LOSS, 1.5)).isEqualTo(1.5);
    assertThat(SpeedOfLearning.reached(LOSS, 0.75)).isEqualTo(2.5);
    assertThat(SpeedOfLearning.reached(LOSS, 1)).isEqualTo(2);
  }

  @Test
  void aTargetMayBeMetAtTheFirstPointOrNever() {
    assertThat(SpeedOfLearning.reached(LOSS, 2.5)).isEqualTo(1);
    assertThat(SpeedOfLearning.reached(LOSS, 0.4)).isNaN();
    Curve none = new Curve("net", "loss", 0, List.of(), List.of());
    assertThat(SpeedOfLearning.reached(none, 0.4)).isNaN();
  }
}
