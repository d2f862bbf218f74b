package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.resnet4j.train.step.ImageLosses;

class ImageLossesTest {
  @Test
  void anEpochGoesByTheLossesBeforeIt() {
    ImageLosses losses = new ImageLosses(3);
    assertThat(losses.atStart()).as("not seen: the hardest").containsOnly(Float.MAX_VALUE);
    losses.note(1, 0.5f);
    assertThat(losses.atStart()).containsOnly(Float.MAX_VALUE);
    losses.endEpoch();
    assertThat(losses.atStart()).containsExactly(Float.MAX_VALUE, 0.5f, Float.MAX_VALUE);
    losses.note(1, 0.25f);
    assertThat(losses.arrays()).hasSize(2);
    assertThat(losses.arrays().get(0)).isSameAs(losses.atStart());
    assertThat(losses.arrays().get(1)).containsExactly(Float.MAX_VALUE, 0.25f, Float.MAX_VALUE);
  }
}
