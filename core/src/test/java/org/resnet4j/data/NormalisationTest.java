package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
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
  void tableHasTheBitsOfTorchvision() throws Exception {
    try (InputStream in = NormalisationTest.class.getResourceAsStream("normalise.txt")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines).hasSize(60);
      for (String line : lines) {
        String[] words = line.split(" ");
        List<Double> numbers = Arrays.stream(words, 0, 6).map(Double::valueOf).toList();
        float[] table = new Normalisation(numbers.subList(0, 3), numbers.subList(3, 6)).table();
        ByteBuffer bits = ByteBuffer.allocate(4 * table.length).order(ByteOrder.LITTLE_ENDIAN);
        bits.asFloatBuffer().put(table);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bits.array());
        assertThat(HexFormat.of().formatHex(hash)).as(line).startsWith(words[6]);
      }
    }
  }

  @Test
  void refusesWhatCannotDivide() {
    assertThatThrownBy(() -> new Normalisation(List.of(0.5), List.of(0.0)))
        .hasMessageContaining("positive std");
    assertThatThrownBy(() -> new Normalisation(List.of(0.5), List.of(1.0, 1.0)))
        .hasMessageContaining("each channel");
    assertThatThrownBy(() -> new Normalisation(List.of(Double.NaN), List.of(1.0)))
        .hasMessageContaining("NaN");
    for (double std : new double[] {1e-50, 1e-40, 1e50}) { // In 32 bits 0, too small, infinite.
      assertThatThrownBy(() -> new Normalisation(List.of(0.5), List.of(std)))
          .hasMessageContaining("positive std");
    }
    assertThatThrownBy(() -> new Normalisation(List.of(1e50), List.of(1.0)))
        .hasMessageContaining("finite mean");
  }
}
