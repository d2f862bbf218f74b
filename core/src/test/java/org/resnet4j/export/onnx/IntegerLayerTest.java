package org.resnet4j.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.resnet4j.compiled.graph.ChannelScales;

class IntegerLayerTest {
  private static final float INPUT_SCALE = 0.02f;

  @Test
  void aBiasIsAddedToSumsOfIntegers() {
    float[] weights = {1, -0.5f, 100, 254};
    float[] bias = {0.3f, -70};
    IntegerLayer layer = IntegerLayer.of(weights, bias, 2, INPUT_SCALE);
    assertThat(layer.weights().values()).isEqualTo(ChannelScales.of(weights, 2).values());
    assertThat(layer.weights().scales()).containsExactly(1f / 127, 2);
    assertThat(layer.biasScales()).containsExactly(INPUT_SCALE / 127, INPUT_SCALE * 2);
    assertThat(layer.bias()).containsExactly(Math.round(0.3f * 127 / INPUT_SCALE), -1750);
  }

  @Test
  void aLayerMayHaveNoBias() {
    IntegerLayer layer = IntegerLayer.of(new float[] {1, 0}, new float[0], 2, INPUT_SCALE);
    assertThat(layer.weights().scales()).containsExactly(1f / 127, 1);
    assertThat(layer.bias()).isEmpty();
    assertThat(layer.biasScales()).isEmpty();
  }

  /** Of a channel that training gave up, often nothing but the bias is left. */
  @Test
  void aBiasIsKeptBesideWeightsOfAnySize() {
    float[] weights = {1e-4f, -5e-5f, 1e-9f, 1e-9f, 1e-42f, 0, 0, 0};
    float[] bias = {-3000, 3, -0.01f, 0.03f};
    IntegerLayer layer = IntegerLayer.of(weights, bias, 4, INPUT_SCALE);
    for (int output = 0; output < 4; output++) {
      assertThat((double) layer.bias()[output] * layer.biasScales()[output])
          .as("bias %d", output)
          .isCloseTo(bias[output], within(1e-6 * Math.abs(bias[output])));
      assertThat(Math.abs(layer.bias()[output])).isLessThanOrEqualTo((1 << 30) + 256);
      float scale = layer.weights().scales()[output];
      assertThat(layer.biasScales()[output]).isEqualTo(INPUT_SCALE * scale);
      for (int i = 2 * output; i < 2 * output + 2; i++) {
        assertThat(layer.weights().values()[i] * scale)
            .as("weight %d", i)
            .isCloseTo(weights[i], within(scale));
      }
    }
    assertThat(layer.weights().values()[0]).isEqualTo((byte) 1);
  }
}
