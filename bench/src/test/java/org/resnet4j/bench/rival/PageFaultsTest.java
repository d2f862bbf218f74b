package org.resnet4j.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageFaultsTest {
  @Test
  void countsTheFieldsBehindTheName() {
    assertThat(PageFaults.parse("7 (a ) b) S 1 2 3 4 -1 5 4711 6 8 9")).isEqualTo(4711);
  }
}
