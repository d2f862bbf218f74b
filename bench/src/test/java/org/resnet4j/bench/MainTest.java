package org.resnet4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    return Main.run(
        line.split(" "), new PrintWriter(new StringWriter()), new PrintWriter(err, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training --turns 0",
        "training --steps -1",
        "training --batch x",
        "training --threads 0",
        "training --fast",
        "training --env MALLOC_ARENA_MAX",
        "training --json no/such/folder/a.json",
        "training --model resnet999",
        "training --model vgg11",
        "inference --model resnet999",
        "inference --batches 4,0",
        "inference --callers x",
        "inference --threads 0",
        "inference --turns 0",
        "inference --seconds 0",
        "inference --contestants swimmer",
        "inference --measure beauty",
        "inference --out no/such/folder/results",
        "pictures",
        "pictures --folder no/such/folder",
        "startup",
        "startup --picture no/such/picture",
        "pictures --folder src --turns 0",
        "pictures --folder src/main/java",
        "pictures --folder src --json no/such/folder/a.json",
        "swimming"
      })
  void refusesWrongRequestsInOneLine(String line) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(err.toString().strip()).startsWith("resnet-bench: ").doesNotContain("\n");
  }
}
