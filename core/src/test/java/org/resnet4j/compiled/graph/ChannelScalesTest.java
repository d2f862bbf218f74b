package org.resnet4j.compiled.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChannelScalesTest {
  @Test
  void eachOutputHasItsOwnScale() {
    float[] weights = {1, -0.5f, 0.25f, 100, 0, -254, 0, 0, 0};
    ChannelScales quantised = ChannelScales.of(weights, 3);
    assertThat(quantised.scales()).containsExactly(1f / 127, 2, 1);
    assertThat(quantised.values()).containsExactly(127, -63, 32, 50, 0, -127, 0, 0, 0);
  }

  @Test
  void whatWasQuantisedStaysAsItIs() {
    float[] weights = new float[64];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.sin(i * 1.7) * (1 + i % 5);
    }
    ChannelScales once = ChannelScales.of(weights, 4);
    float[] again = new float[64];
    for (int i = 0; i < again.length; i++) {
      again[i] = once.values()[i] * once.scales()[i / 16];
      assertThat(again[i]).isCloseTo(weights[i], within(0.5001f * once.scales()[i / 16]));
    }
    assertThat(ChannelScales.of(again, 4).values()).isEqualTo(once.values());
  }
}
