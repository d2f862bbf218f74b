package org.resnet4j.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesTest {
  private final Rates<String> rates =
      new Rates<>(
          Map.of("ours", List.of(900.0, 1000.0, 600.0), "theirs", List.of(450.0, 400.0, 300.0)));

  @Test
  void comparesMediansAndTurns() {
    assertThat(rates.ratio("ours", "theirs")).isEqualTo(2.25);
    assertThat(rates.ratioByTurn("ours", "theirs")).isEqualTo(new Spread(2, 2, 2.5));
  }

  @Test
  void namesWhoDidNotTakePart() {
    assertThatThrownBy(() -> rates.spread("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nobody did not take part");
  }
}
