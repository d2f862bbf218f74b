package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainYourOwnBlockTest {
  @Test
  void aBlockOfOnesOwnTrainsAndResumes(@TempDir Path folder) throws Exception {
    assertThat(TrainYourOwnBlock.run(folder)).as("chance is 0.1").isGreaterThan(0.4);
    assertThat(folder.resolve("last.ckpt")).exists();
    assertThat(folder.resolve("report.html")).exists();
  }
}
