package org.resnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class LineChartTest {
  private static final double[] EPOCHS = {1, 2, 3, 4};
  private static final double[] LOSS = {0.9, 0.5, 0.4, 0.35};

  private static LineChart loss() {
    return LineChart.of("Loss").x("epoch").y("cross-entropy").series("train", EPOCHS, LOSS);
  }

  @Test
  void isWellFormedWithATitleForScreenReaders() throws Exception {
    Document svg =
        Xml.parse(LineChart.of("a < b & \"c\"\u0001").series("<script>", EPOCHS, LOSS).svg());
    assertThat(svg.getDocumentElement().getLocalName()).isEqualTo("svg");
    assertThat(svg.getDocumentElement().getAttribute("viewBox")).matches("0 -\\d+ 480 \\d+");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a < b & \"c\"\uFFFD");
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void leavesTextAxesAndBackgroundToThePage() {
    String svg = loss().reference("paper", 0.38).svg();
    assertThat(svg).contains("fill=\"currentColor\"").contains("class=\"s-s0\" stroke=\"#0072b2\"");
    assertThat(svg.replaceAll("#0072b2", "")).as("no other colour is fixed").doesNotContain("\"#");
    assertThat(svg).as("ids would clash on a page").doesNotContain(" id=").doesNotContain("url(");
  }

  @Test
  void drawsTheSameTextEachTimeInEveryLocale() {
    Locale kept = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      String first = loss().svg();
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(loss().svg()).isEqualTo(first);
      Locale.setDefault(Locale.GERMANY);
      assertThat(loss().svg()).isEqualTo(first);
    } finally {
      Locale.setDefault(kept);
    }
  }

  @Test
  void showsASinglePoint() throws Exception {
    double[] one = {1};
    String svg = LineChart.of("One").series("train", one, one).svg();
    // Two marks, one of them in the legend, and the line of the legend.
    assertThat(Xml.painted(svg, 0)).isGreaterThanOrEqualTo(3);
  }

  @Test
  void leavesAGapWhereAValueIsMissing() throws Exception {
    double[] gap = {0.9, Double.NaN, Double.POSITIVE_INFINITY, 0.35};
    String whole = loss().svg();
    String broken = LineChart.of("Loss").series("train", EPOCHS, gap).svg();
    assertThat(Xml.painted(whole, 0) - Xml.painted(broken, 0)).isGreaterThanOrEqualTo(2);
    assertThat(broken).as("no point far away").doesNotContainPattern("\\d{7}");
  }

  @Test
  void drawsEmptySeriesAndEmptyCharts() throws Exception {
    double[] none = {};
    double[] nan = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    Xml.parse(LineChart.of("Nothing").svg());
    Xml.parse(LineChart.of("").series("a", none, none).logY().svg());
    Xml.parse(LineChart.of("").series("a", nan, LOSS).reference("paper", 3).svg());
    String svg = loss().series("b", EPOCHS, nan).svg();
    assertThat(Xml.painted(svg, 0)).isPositive();
    assertThat(Xml.painted(svg, 1)).as("legend only").isBetween(1, 2);
  }

  @Test
  void logarithmicAxisSkipsWhatIsNotPositive() throws Exception {
    double[] values = {1e-5, 0, -1, 1e-2};
    String svg = LineChart.of("Log").logY().series("a", EPOCHS, values).svg();
    String linear = LineChart.of("Log").series("a", EPOCHS, values).svg();
    assertThat(svg).doesNotContain("NaN").isNotEqualTo(linear);
    assertThat(Xml.painted(svg, 0)).isLessThan(Xml.painted(linear, 0));
    Xml.parse(LineChart.of("Log").logY().series("a", EPOCHS, values).reference("r", -1).svg());
  }

  @Test
  void referenceWidensTheAxisAndIsNamed() throws Exception {
    String without = loss().svg();
    String with = loss().reference("paper", 8.75).svg();
    assertThat(with).contains("stroke-dasharray");
    assertThat(without).doesNotContain("stroke-dasharray");
    // The curve is pressed down to make room for the value far above it.
    assertThat(firstCurve(with)).isNotEqualTo(firstCurve(without));
  }

  private static String firstCurve(String svg) {
    int at = svg.indexOf("class=\"s-s0\"");
    return svg.substring(svg.lastIndexOf("<path", at), at);
  }

  @Test
  void companionIsDashedInTheColourOfItsCurve() throws Exception {
    LineChart chart = loss().dashed("test", EPOCHS, EPOCHS).series("other", EPOCHS, LOSS);
    assertThat(chart.svg()).contains("stroke-dasharray");
    assertThat(Xml.painted(chart.svg(), 0)).isGreaterThan(Xml.painted(loss().svg(), 0));
    assertThat(Xml.painted(chart.svg(), 1)).isPositive();
    assertThat(Xml.painted(chart.svg(), 2)).isZero();
  }

  @Test
  void drawsErrorBars() {
    String bars =
        LineChart.of("").series("a", EPOCHS, LOSS, new double[] {0.1, 0.1, Double.NaN, 0}).svg();
    assertThat(bars).isNotEqualTo(LineChart.of("").series("a", EPOCHS, LOSS).svg());
    assertThat(bars).doesNotContain("NaN");
  }

  /** Values read off the axes equal the given ones. */
  @Test
  void pointsLieAtTheirLabels() {
    double[] xs = {1, 2, 3};
    String svg = LineChart.of("").series("a", xs, new double[] {0.5, 2, 1}).svg();
    String curve = firstCurve(svg);
    for (String[] each : new String[][] {{"1", "0.5"}, {"2", "2"}, {"3", "1"}}) {
      String across = place(svg, "x", each[0], "text-anchor=\"middle\"");
      double up = Double.parseDouble(place(svg, "y", each[1], "text-anchor=\"end\""));
      Matcher point = Pattern.compile("[ML]" + across + " ([\\d.]+)").matcher(curve);
      assertThat(point.find()).as(each[0]).isTrue();
      // The baseline of a label is a little below its line.
      assertThat(Double.parseDouble(point.group(1)))
          .isCloseTo(up - 0.36 * Plot.LABEL, within(0.02));
    }
  }

  /** One coordinate of a label. */
  private static String place(String svg, String coordinate, String label, String anchor) {
    Matcher text =
        Pattern.compile(
                "<text [^>]*?\\b" + coordinate + "=\"([\\d.]+)\"[^>]*" + anchor + ">" + label + "<")
            .matcher(svg);
    assertThat(text.find()).as(label).isTrue();
    return text.group(1);
  }

  @Test
  void copiesItsArrays() {
    double[] values = LOSS.clone();
    LineChart chart = LineChart.of("").series("a", EPOCHS, values);
    String before = chart.svg();
    values[0] = 7;
    assertThat(chart.svg()).isEqualTo(before);
  }

  @Test
  void refusesUnequalLengths() {
    assertThatThrownBy(() -> loss().series("b", EPOCHS, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 x, 3 y");
    assertThatThrownBy(() -> loss().series("b", EPOCHS, LOSS, new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReferenceThatIsNoNumberIsNotDrawn() {
    assertThat(loss().reference("paper", Double.NaN).reference("b", Double.POSITIVE_INFINITY).svg())
        .isEqualTo(loss().svg());
    assertThat(loss().reference("paper", 0.5).svg()).isNotEqualTo(loss().svg());
  }

  /** One curve has one path in both, whatever else is drawn beside it. */
  @Test
  void neighboursCanShareTheirVerticalRange() {
    LineChart low = loss();
    LineChart tall = loss().series("high", EPOCHS, new double[] {9, 8, 7, 6});
    assertThat(firstCurve(low)).isNotEqualTo(firstCurve(tall));
    LineChart.shareY(low, tall);
    assertThat(firstCurve(low)).isEqualTo(firstCurve(tall));
  }

  private static String firstCurve(LineChart chart) {
    Matcher path = Pattern.compile("<path [^>]*class=\"s-s0\"[^>]*>").matcher(chart.svg());
    assertThat(path.find()).isTrue();
    return path.group();
  }
}
