package org.resnet4j.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartTest {
  @Test
  void saysWhatAProcessCost() throws IOException {
    Start start = Start.of(List.of("bash", "-c", "sleep 0.1"), "-x");
    assertThat(start.seconds()).isGreaterThan(0.1);
    assertThat(start.processorSeconds()).isLessThan(start.seconds());
  }

  @Test
  void handsJavasArgumentsToTheLauncher() {
    assertThatThrownBy(
            () -> Start.of(List.of("bash", "-c", "echo \"no $RESNET4J_JAVA_ARGS\"; exit 2"), "-x"))
        .isInstanceOf(IOException.class)
        .hasMessage("bash failed: no -x");
  }

  @Test
  void readsThePeakOfAProcess() {
    assertThat(Start.peakMegabytes("Name:\tjava\nVmHWM:\t  300000 kB\nVmRSS:\t 1 kB\n"))
        .isEqualTo(307.2);
    assertThat(Start.peakMegabytes("Name:\tended\n")).isNaN();
  }
}
