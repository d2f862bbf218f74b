package org.resnet4j.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalProgressTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "9.34, 9.3 s",
    "59.94, 59.9 s",
    "59.97, 1 min 0 s",
    "119.7, 2 min 0 s",
    "125, 2 min 5 s",
    "3599.4, 59 min 59 s",
    "3599.7, 1 h 0 min",
    "12029, 3 h 20 min",
    "14399, 4 h 0 min"
  })
  void timesAreGivenInUnitsThatSuit(double seconds, String words) {
    assertThat(TerminalProgress.time(seconds)).isEqualTo(words);
  }
}
