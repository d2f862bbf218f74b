package org.resnet4j.study.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SensitivityTest {
  /** Three images of two values, and the same again changed by a tenth, a half and nothing. */
  @Test
  void aChangeIsThatOfTheImageInTheMiddle() {
    float[] values = {3, 4, 300, 400, 1, 0, 3.3f, 4.4f, 450, 600, 1, 0};
    assertThat(Sensitivity.change(values, 3)).isCloseTo(0.1, within(1e-6));
  }

  @Test
  void imagesAreFollowedByThemselvesWithNoise() {
    float[] pixels = new float[10_000];
    Arrays.fill(pixels, 2);
    assertThat(Sensitivity.change(Sensitivity.withNoise(pixels, 1), 1))
        .isCloseTo(0.02, within(0.001));
  }
}
