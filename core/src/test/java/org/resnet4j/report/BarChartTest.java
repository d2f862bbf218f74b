package org.resnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarChartTest {
  private static final List<String> OPTIONS = List.of("A", "B", "C");

  @Test
  void drawsOneBarAValue() throws Exception {
    String svg =
        BarChart.of("Error", OPTIONS)
            .y("error (%)")
            .series("ours", new double[] {8.7, 8.3, 8.1})
            .series("paper", new double[] {8.75, Double.NaN, Double.NEGATIVE_INFINITY})
            .svg();
    // One square each in the legend.
    assertThat(Xml.painted(svg, 0)).isEqualTo(3 + 1);
    assertThat(Xml.painted(svg, 1)).isEqualTo(1 + 1);
    assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void isTheSameEachTime() {
    BarChart chart = BarChart.of("", OPTIONS).series("a", new double[] {1, 2, 3});
    assertThat(chart.svg()).isEqualTo(chart.svg());
  }

  @Test
  void drawsSpreadAndReference() {
    double[] values = {8.7, 8.3, 8.1};
    BarChart plain = BarChart.of("", OPTIONS).series("a", values);
    BarChart spread = BarChart.of("", OPTIONS).series("a", values, new double[] {0.1, 0.2, 0});
    assertThat(spread.svg().length()).isGreaterThan(plain.svg().length());
    assertThat(plain.reference("paper", 8.75).svg()).contains("stroke-dasharray");
  }

  @Test
  void drawsNothingAndManyAndLongNames() throws Exception {
    Xml.parse(BarChart.of("", List.of()).svg());
    Xml.parse(BarChart.of("", List.of()).series("a", new double[0]).svg());
    Xml.parse(
        BarChart.of("", OPTIONS)
            .series("a", new double[] {Double.NaN, Double.NaN, Double.NaN})
            .svg());
    List<String> many =
        IntStream.range(0, 40).mapToObj(i -> "cifar-preact-resnet" + (9 * i + 2)).toList();
    String svg = BarChart.of("", many).series("a", new double[40]).svg();
    Xml.parse(svg);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> BarChart.of("", OPTIONS).series("a", new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 categories, got 2");
    assertThatThrownBy(() -> BarChart.of("", List.of("A", "A")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
