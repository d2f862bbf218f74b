package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRunTest {
  @Test
  void aRunKilledThreeTimesEndsWithTheBitsOfTheUndisturbedOne(@TempDir Path folder)
      throws Exception {
    KillAndResume test = new KillAndResume(folder, System.nanoTime());
    assertThat(test.undisturbed()).matches("[0-9a-f]{64}");
    assertThat(test.killed("killed", 3)).isEqualTo(test.undisturbed());
  }
}
