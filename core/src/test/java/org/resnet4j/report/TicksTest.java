package org.resnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "-0.0|0",
        "0.30000000000000004|0.3",
        "0.91001|0.91001",
        "100|100",
        "16000|16,000",
        "-1234567|-1,234,570",
        "1234.5|1,234.5",
        "0.001|0.001",
        "0.00001|1e-5",
        "-0.00025|-2.5e-4",
        "1e12|1e12"
      })
  void areShort(double value, String label) {
    assertThat(Ticks.label(value)).isEqualTo(label);
  }
}
