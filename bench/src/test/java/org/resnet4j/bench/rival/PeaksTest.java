package org.resnet4j.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PeaksTest {
  @Test
  void takesTheFasterKernel() {
    Peaks peaks =
        new Peaks(Map.of("bf16-product", 300.0, "bf16-convolution", 400.0, "fp32-product", 500.0));
    assertThat(peaks.of("bf16")).isEqualTo(400);
    assertThat(peaks.of("int8")).isNaN();
  }
}
