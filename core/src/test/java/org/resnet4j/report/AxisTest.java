package org.resnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void labelsRoundValuesInTheRange() {
    assertThat(new Axis(0, 12.5, false, 0, 1).ticks(8, 0))
        .containsExactly(0., 2., 4., 6., 8., 10., 12.);
    assertThat(new Axis(-0.3, 0.21, false, 0, 1).ticks(8, 0).stream().map(Ticks::label))
        .containsExactly("-0.3", "-0.2", "-0.1", "0", "0.1", "0.2");
    assertThat(new Axis(0.9, 3.1, false, 0, 1).ticks(8, 1)).containsExactly(1., 2., 3.);
    assertThat(new Axis(1e9, 1.01e9, false, 0, 1).ticks(8, 0)).hasSizeBetween(4, 9);
  }

  @Test
  void aLogarithmicAxisLabelsPowersOfTenOrRoundValuesWhereThoseAreTooFew() {
    assertThat(new Axis(0.009, 20, true, 0, 1).ticks(8, 0)).containsExactly(0.01, 0.1, 1., 10.);
    assertThat(new Axis(0.15, 0.7, true, 0, 1).ticks(8, 0).stream().map(Ticks::label))
        .containsExactly("0.2", "0.3", "0.4", "0.5", "0.6", "0.7");
  }

  @Test
  void placesByDifferenceOrByRatio() {
    assertThat(new Axis(10, 20, false, 100, 0).at(12.5)).isCloseTo(75, within(1e-9));
    assertThat(new Axis(1, 100, true, 0, 50).at(10)).isCloseTo(25, within(1e-9));
  }
}
