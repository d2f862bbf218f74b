package org.resnet4j.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LauncherTest {
  @Test
  void readsWhatIsExported() {
    String script = "#!/bin/sh\nexport A_B_=${A_B_:-12}\n  export C=${D:-1}\nB=${B:-2}\nexec x\n";
    assertThat(Launcher.parse(script)).isEqualTo(Map.of("A_B_", "12"));
  }

  @Test
  void findsTheAllocatorInTheRealLauncher() throws IOException {
    // Maven runs the tests of a module in its folder.
    String script = Files.readString(Path.of("..", "launcher.sh"));
    assertThat(Launcher.parse(script))
        .containsKeys("MALLOC_TRIM_THRESHOLD_", "OPENBLAS_NUM_THREADS");
  }
}
