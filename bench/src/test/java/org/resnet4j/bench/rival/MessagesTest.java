package org.resnet4j.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void carriesNumbersBothWays() throws IOException {
    Map<String, Double> numbers = Map.of("seconds", 1.25, "loss", Double.NaN);
    assertThat(Messages.read(Messages.answer(numbers))).contains(numbers);
    assertThat(Messages.read(Messages.answer(Map.of()))).contains(Map.of());
  }

  @Test
  void passesOverWhatLibrariesPrint() throws IOException {
    assertThat(Messages.read("warning: a=1")).isEmpty();
  }

  @Test
  void failsWithTheFirstLine() {
    String line = Messages.failure(new IllegalStateException("no\nframes"));
    assertThatThrownBy(() -> Messages.read(line))
        .isInstanceOf(IOException.class)
        .message()
        .isEqualTo("java.lang.IllegalStateException: no");
  }
}
