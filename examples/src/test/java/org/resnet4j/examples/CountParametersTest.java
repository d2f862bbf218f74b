package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.resnet4j.arch.block.Shortcut;

class CountParametersTest {
  @Test
  void shortcutsWithWeightsCostParameters() {
    assertThat(CountParameters.parameters("resnet20", Shortcut.ZERO_PADDING)).isEqualTo(269_722);
    // Two 1x1 convolutions, 16 to 32 and 32 to 64, with their normalisations.
    assertThat(CountParameters.parameters("resnet20", Shortcut.PROJECTION))
        .isEqualTo(269_722 + 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64);
    CountParameters.main(new String[0]);
  }
}
