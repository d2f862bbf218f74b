package org.resnet4j.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RivalProcessTest {
  @Test
  void tunesByTheGivenVariablesAlone() {
    Map<String, String> launcher = Map.of("MALLOC_MMAP_MAX_", "0", "OPENBLAS_NUM_THREADS", "1");
    Map<String, String> environment = new HashMap<>(Map.of("GOMP_SPINCOUNT", "1", "HOME", "h"));
    RivalProcess.tune(environment, launcher);
    assertThat(environment)
        .containsEntry("HOME", "h")
        .containsEntry("OPENBLAS_NUM_THREADS", "1")
        .containsKey("MALLOC_MMAP_MAX_")
        .doesNotContainKey("GOMP_SPINCOUNT");
    RivalProcess.tune(environment, Map.of());
    assertThat(environment).doesNotContainKeys("MALLOC_MMAP_MAX_", "OPENBLAS_NUM_THREADS");
  }
}
