package org.resnet4j.bench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
  private final Reference reference = new Reference(new float[] {1, -4, 2, 100}, 2);

  @Test
  void comparesTheFirstImagesByTheirLargestLogit() {
    assertThat(reference.difference(new float[] {1, -4}, 1)).isZero();
    assertThat(reference.difference(new float[] {1.5f, -3}, 1)).isCloseTo(0.25, within(1e-9));
    assertThat(reference.difference(new float[] {1, Float.NaN}, 1)).isNaN();
    assertThatThrownBy(() -> reference.difference(new float[] {1}, 1))
        .hasMessage("1 logits are no answer to 1 images of 2 classes");
  }

  @Test
  void survivesAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("logits.bin");
    reference.write(file);
    assertThat(Reference.read(file, 2).logits()).containsExactly(reference.logits());
  }

  @Test
  void refusesWhatRoundingDoesNotExplain() throws IOException {
    Race.requireRight(Contestant.RESNET4J_BF16, 4, 0.04);
    assertThatThrownBy(() -> Race.requireRight(Contestant.RESNET4J_FP32, 4, 0.04))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "resnet4j-fp32 answers wrongly at batch 4: its logits differ by 4.0e-02 of the largest,"
                + " and 1e-03 is what fp32 explains");
    assertThatThrownBy(() -> Race.requireRight(Contestant.DJL, 1, Double.NaN))
        .hasMessageContaining("djl answers wrongly");
  }
}
