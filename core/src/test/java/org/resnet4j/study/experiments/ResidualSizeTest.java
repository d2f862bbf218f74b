package org.resnet4j.study.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.data.Augmentation;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.recipe.Phase;
import org.resnet4j.train.recipe.Recipe;

class ResidualSizeTest {
  private static Recipe recipe(boolean decayNorms) {
    return new Recipe(
        "decaying",
        0,
        List.of(new Phase(5, 0, Augmentation.PAPER)),
        10,
        1,
        new Sgd(0.2, 0.5, false, 0.001, decayNorms),
        new Schedule.Milestones(List.of(0.5), 0.1, 0, 1),
        0,
        false,
        null,
        0);
  }

  @Test
  void weightDecayAloneShrinksAScaleAsTheOptimizerDoes() {
    double scale = 1;
    double velocity = 0;
    for (int step = 0; step < 5 * 100; step++) {
      velocity = 0.5 * velocity + 0.001 * scale;
      scale -= 0.2 * (step < 250 ? 1 : 0.1) * velocity;
    }
    assertThat(ResidualSize.decayed(recipe(true), 1_000)).isCloseTo(scale, within(0.001));
    assertThat(scale).isLessThan(0.9);
    assertThat(ResidualSize.decayed(recipe(false), 1_000)).isEqualTo(1);
  }
}
