package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

class NormalisationTest {
  @Test
  void measuresEachChannel() {
    Dataset data = Sets.random(40, new Shape(3, 6, 5), 4);
    Normalisation found = Normalisation.of(data);
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      double squares = 0;
      Image image = new Image();
      for (int i = 0; i < 40; i++) {
        data.image(i, image);
        for (int p = 0; p < 30; p++) {
          double value = image.value(p / 5, p % 5, c) / 255.0;
          sum += value;
          squares += value * value;
        }
      }
      double mean = sum / 1200;
      assertThat(found.mean().get(c)).isCloseTo(mean, within(5e-5));
      assertThat(found.std().get(c))
          .isCloseTo(Math.sqrt(squares / 1200 - mean * mean), within(5e-5));
    }
  }

  @Test
  void tableIsTheFormula() {
    float[] table = Normalisation.IMAGENET.table();
    assertThat(table).hasSize(768);
    assertThat(table[256 + 100]).isEqualTo((float) ((100 / 255.0 - 0.456) / 0.224));
  }

  @Test
  void refusesWhatCannotDivide() {
    assertThatThrownBy(() -> new Normalisation(List.of(0.5), List.of(0.0)))
        .hasMessageContaining("positive std");
    assertThatThrownBy(() -> new Normalisation(List.of(0.5), List.of(1.0, 1.0)))
        .hasMessageContaining("each channel");
    assertThatThrownBy(() -> new Normalisation(List.of(Double.NaN), List.of(1.0)))
        .hasMessageContaining("NaN");
  }
}
