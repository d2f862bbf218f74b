package org.resnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Where charts put things, read back from the picture: a reader measures it with a ruler. */
class GeometryTest {
  private static final Offset<Double> ROUNDING = within(0.021);
  private static final List<String> ABC = List.of("A", "B", "C");

  /** A rectangle; the height is negative where it grows upwards. */
  private record Bar(double x, double y, double width, double height) {}

  private record Line(double x1, double y1, double x2, double y2) {}

  private record Text(String text, double x, double y, int size, String anchor, String transform) {
    double left() {
      double width = Svg.width(text, size);
      return switch (anchor) {
        case "middle" -> x - width / 2;
        case "end" -> x - width;
        default -> x;
      };
    }

    double right() {
      return left() + Svg.width(text, size);
    }
  }

  /** What is drawn, in the order of drawing. */
  private record Picture(double top, double bottom, List<Element> paths, List<Text> texts) {
    static Picture of(String svg) {
      try {
        Element root = Xml.parse(svg).getDocumentElement();
        String[] box = root.getAttribute("viewBox").split(" ");
        double top = Double.parseDouble(box[1]);
        assertThat(root.getAttribute("height")).isEqualTo(box[3]);
        assertThat(Double.parseDouble(box[2])).isEqualTo(Plot.WIDTH);
        List<Text> texts = new ArrayList<>();
        for (Element e : elements(root, "text")) {
          texts.add(
              new Text(
                  e.getTextContent(),
                  Double.parseDouble(e.getAttribute("x")),
                  Double.parseDouble(e.getAttribute("y")),
                  Integer.parseInt(e.getAttribute("font-size")),
                  e.getAttribute("text-anchor"),
                  e.getAttribute("transform")));
        }
        return new Picture(top, top + Double.parseDouble(box[3]), elements(root, "path"), texts);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    private static List<Element> elements(Element root, String name) {
      NodeList nodes = root.getElementsByTagName(name);
      return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }

    /** Bars of a series; the last is its sample in the legend, if there is one. */
    List<Bar> bars(int series) {
      return paths.stream()
          .filter(e -> e.getAttribute("class").equals("f-s" + series))
          .filter(e -> e.getAttribute("d").contains("v"))
          .map(e -> numbers(e.getAttribute("d")))
          .map(n -> new Bar(n.get(0), n.get(1), n.get(2), n.get(3)))
          .toList();
    }

    /** Straight lines of one paint: an attribute and its value. */
    List<Line> lines(String attribute, String value) {
      return paths.stream()
          .filter(e -> e.getAttribute(attribute).equals(value))
          .map(e -> numbers(e.getAttribute("d")))
          .map(n -> new Line(n.get(0), n.get(1), n.get(2), n.get(3)))
          .toList();
    }

    List<Line> grid() {
      return lines("stroke-opacity", "0.14");
    }

    /** The horizontal axis; the ticks below it are upright. */
    Line axis() {
      return lines("stroke-opacity", "0.55").stream()
          .filter(line -> line.y1() == line.y2())
          .findFirst()
          .orElseThrow();
    }

    Text text(String text) {
      List<Text> found = texts.stream().filter(t -> t.text().equals(text)).toList();
      assertThat(found).as(text).hasSize(1);
      return found.get(0);
    }

    /** The height of the grid line with that label. */
    double level(String label) {
      Text text =
          texts.stream()
              .filter(t -> t.text().equals(label) && t.anchor().equals("end"))
              .findFirst()
              .orElseThrow();
      return grid().stream()
          .mapToDouble(Line::y1)
          .filter(y -> Math.abs(y - (text.y() - 0.36 * text.size())) < 0.1)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no line at " + text));
    }

    /** All is inside, so nothing is cut off. */
    Picture requireInside() {
      for (Text text : texts) {
        if (text.transform().isEmpty()) {
          assertThat(text.left()).as("%s", text).isGreaterThanOrEqualTo(0);
          assertThat(text.right()).as("%s", text).isLessThanOrEqualTo(Plot.WIDTH);
        }
        assertThat(text.y()).as("%s", text).isBetween(top + text.size() / 2.0, bottom);
      }
      for (Element path : paths) {
        Matcher point =
            Pattern.compile("[ML]([-\\d.]+) ([-\\d.]+)").matcher(path.getAttribute("d"));
        while (point.find()) {
          assertThat(Double.parseDouble(point.group(1))).isBetween(0.0, (double) Plot.WIDTH);
          assertThat(Double.parseDouble(point.group(2))).isBetween(top, bottom);
        }
      }
      return this;
    }

    private static List<Double> numbers(String path) {
      List<Double> numbers = new ArrayList<>();
      Matcher number = Pattern.compile("-?[\\d.]+").matcher(path);
      while (number.find()) {
        numbers.add(Double.parseDouble(number.group()));
      }
      return numbers;
    }
  }

  @Test
  void barsAreAsHighAsTheirValuesAndStandOnZero() {
    Picture picture =
        Picture.of(
                BarChart.of("Error", ABC)
                    .x("option")
                    .y("error (%)")
                    .series("ours", new double[] {8, 4, 2})
                    .series("paper", new double[] {2, Double.NaN, 6})
                    .svg())
            .requireInside();
    List<Bar> ours = picture.bars(0);
    List<Bar> paper = picture.bars(1);
    assertThat(ours).hasSize(4);
    assertThat(paper).hasSize(3);
    double zero = picture.level("0");
    double unit = (zero - picture.level("8")) / 8;
    assertThat(unit).isGreaterThan(20);
    List<Bar> bars = List.of(ours.get(0), ours.get(1), ours.get(2), paper.get(0), paper.get(1));
    double[] values = {8, 4, 2, 2, 6};
    for (int i = 0; i < bars.size(); i++) {
      assertThat(bars.get(i).height()).isCloseTo(values[i] * unit, within(0.1));
      assertThat(bars.get(i).y() + bars.get(i).height()).isCloseTo(zero, ROUNDING);
      assertThat(bars.get(i).width()).isEqualTo(ours.get(0).width());
    }
    // The axis is the line on which they stand.
    assertThat(picture.axis().y1()).isCloseTo(zero, ROUNDING);
  }

  @Test
  void barsOfACategoryTouchAndTheGroupIsCentredOverItsName() {
    Picture picture =
        Picture.of(
            BarChart.of("", ABC)
                .series("ours", new double[] {8, 4, 2})
                .series("paper", new double[] {2, 3, 6})
                .svg());
    Line axis = picture.axis();
    double room = (axis.x2() - axis.x1()) / 3;
    for (int i = 0; i < 3; i++) {
      Bar first = picture.bars(0).get(i);
      Bar second = picture.bars(1).get(i);
      assertThat(second.x()).isCloseTo(first.x() + first.width(), ROUNDING);
      double middle = axis.x1() + (i + 0.5) * room;
      assertThat(second.x()).isCloseTo(middle, ROUNDING);
      assertThat(picture.text(ABC.get(i)).x()).isCloseTo(middle, ROUNDING);
      assertThat(picture.text(ABC.get(i)).y()).isGreaterThan(axis.y1() + 10);
      assertThat(2 * first.width()).isBetween(0.7 * room, 0.9 * room);
    }
    Picture one = Picture.of(BarChart.of("", ABC).series("a", new double[] {1, 2, 3}).svg());
    Bar bar = one.bars(0).get(1);
    assertThat(bar.x() + bar.width() / 2).isCloseTo(one.text("B").x(), ROUNDING);
    assertThat(one.bars(0)).as("a single series needs no legend").hasSize(3);
  }

  @Test
  void negativeBarsHangFromZero() {
    Picture picture =
        Picture.of(BarChart.of("", ABC).series("a", new double[] {-4, 2, -1}).svg())
            .requireInside();
    double zero = picture.level("0");
    double unit = (picture.level("-4") - zero) / 4;
    Bar down = picture.bars(0).get(0);
    assertThat(down.y()).isCloseTo(zero, ROUNDING);
    assertThat(down.height()).isCloseTo(4 * unit, within(0.1));
    assertThat(picture.bars(0).get(1).y()).isCloseTo(zero - 2 * unit, within(0.1));
  }

  /** The spread and the published value widen the range, so both are in the picture. */
  @Test
  void spreadsAndPublishedValuesLieAtTheirValues() {
    Picture picture =
        Picture.of(
                BarChart.of("", ABC)
                    .series("a", new double[] {2, 4, 6}, new double[] {1, 2, 0})
                    .reference("paper", 10)
                    .svg())
            .requireInside();
    double zero = picture.level("0");
    double unit = (zero - picture.level("10")) / 10;
    List<Line> spreads = picture.lines("stroke-width", "1.4").stream().limit(2).toList();
    double[][] ends = {{1, 3}, {2, 6}};
    for (int i = 0; i < 2; i++) {
      Bar bar = picture.bars(0).get(i);
      assertThat(spreads.get(i).x1()).isCloseTo(bar.x() + bar.width() / 2, ROUNDING);
      assertThat(spreads.get(i).x2()).isEqualTo(spreads.get(i).x1());
      assertThat(spreads.get(i).y1()).isCloseTo(zero - ends[i][0] * unit, within(0.1));
      assertThat(spreads.get(i).y2()).isCloseTo(zero - ends[i][1] * unit, within(0.1));
    }
    Line reference = picture.lines("stroke-dasharray", "7 4").get(0);
    assertThat(reference.y1()).isCloseTo(picture.level("10"), ROUNDING).isEqualTo(reference.y2());
    Line axis = picture.axis();
    assertThat(reference.x1()).isEqualTo(axis.x1());
    assertThat(reference.x2()).isEqualTo(axis.x2());
    assertThat(picture.text("paper").y()).isGreaterThan(axis.y1());
  }

  @Test
  void spreadsWidenTheRangeOfBars() {
    Picture picture =
        Picture.of(
            BarChart.of("", ABC).series("a", new double[] {1, 2, 3}, new double[] {4, 0, 6}).svg());
    List<Line> spreads = picture.lines("stroke-width", "1.4");
    Line axis = picture.axis();
    assertThat(spreads).hasSize(2);
    for (Line spread : spreads) {
      assertThat(spread.y1()).as("low end").isLessThanOrEqualTo(axis.y1());
      assertThat(spread.y2()).as("high end").isGreaterThanOrEqualTo(Plot.TOP);
    }
  }

  @Test
  void aCurveBeginsAnewBehindAGap() {
    double[] xs = {1, 2, 3, 4, 5};
    Picture picture =
        Picture.of(LineChart.of("").series("a", xs, new double[] {1, 2, Double.NaN, 3, 4}).svg());
    assertThat(picture.paths().stream().filter(e -> e.getAttribute("class").equals("s-s0")))
        .extracting(e -> e.getAttribute("d").replaceAll("[^A-Za-z]", ""))
        .containsExactly("MLML", "ML"); // the curve, and its sample in the legend
  }

  @Test
  void errorBarsOfCurvesLieAtTheirValues() {
    double[] xs = {1, 2, 3};
    Picture picture =
        Picture.of(
                LineChart.of("")
                    .series("a", xs, new double[] {2, 4, 3}, new double[] {1, 2, 0})
                    .svg())
            .requireInside();
    double unit = (picture.level("1") - picture.level("5")) / 4;
    double one = picture.level("1");
    List<Line> spreads = picture.lines("stroke-width", "1.4");
    assertThat(spreads).hasSize(2);
    assertThat(spreads.get(0).y1()).isCloseTo(one, within(0.1));
    assertThat(spreads.get(0).y2()).isCloseTo(one - 2 * unit, within(0.1));
    assertThat(spreads.get(1).y1()).isCloseTo(one - unit, within(0.1));
    assertThat(spreads.get(1).y2()).isCloseTo(one - 5 * unit, within(0.1));
  }

  @Test
  void namesOfAxesAndTheTitleAreOutsideOfThePlot() {
    Picture picture =
        Picture.of(
                LineChart.of("The title")
                    .x("epoch")
                    .y("loss")
                    .series("a", new double[] {0, 100}, new double[] {0.001, 2})
                    .svg())
            .requireInside();
    Line axis = picture.axis();
    double middle = (axis.x1() + axis.x2()) / 2;
    assertThat(picture.text("epoch").x()).isCloseTo(middle, ROUNDING);
    assertThat(picture.text("epoch").y()).isGreaterThan(axis.y1() + 2 * Plot.LABEL);
    Text up = picture.text("loss");
    assertThat(up.transform()).startsWith("rotate(-90 ");
    assertThat(up.y()).isCloseTo((Plot.TOP + axis.y1()) / 2, ROUNDING);
    // It leaves room for the labels, which end before the axis.
    for (Text label : picture.texts()) {
      if (label.anchor().equals("end")) {
        assertThat(label.left()).as("%s", label).isGreaterThan(up.x());
        assertThat(label.right()).as("%s", label).isLessThan(axis.x1());
      }
    }
    assertThat(picture.text("The title").x()).isEqualTo(Plot.WIDTH / 2.0);
    assertThat(picture.text("The title").y()).isLessThan(0);
    // Each label of the horizontal axis stands under its tick.
    Text label = picture.text("100");
    assertThat(picture.lines("stroke-opacity", "0.55"))
        .anyMatch(
            tick ->
                tick.x1() == tick.x2()
                    && Math.abs(tick.x1() - label.x()) < 0.02
                    && tick.y1() == axis.y1()
                    && tick.y2() > tick.y1());
  }

  @Test
  void axesWithoutNamesLeaveMoreRoom() {
    LineChart plain = LineChart.of("").series("a", new double[] {0, 1}, new double[] {0, 1});
    Line before = Picture.of(plain.svg()).axis();
    Line named = Picture.of(plain.x("x").y("y").svg()).axis();
    assertThat(named.x1()).isGreaterThan(before.x1());
    assertThat(named.y1()).isLessThan(before.y1());
  }

  @Test
  void longNamesAreTurnedAndEndInThePicture() {
    for (int count : new int[] {8, 40}) {
      List<String> names =
          IntStream.range(0, count).mapToObj(i -> "cifar-preact-resnet" + (9 * i + 2)).toList();
      Picture picture =
          Picture.of(BarChart.of("", names).series("a", new double[count]).svg()).requireInside();
      int turn = count == 8 ? 45 : 90;
      for (String name : names) {
        Text text = picture.text(name);
        assertThat(text.transform()).startsWith("rotate(-" + turn + " ");
        assertThat(text.anchor()).isEqualTo("end");
        double down = Svg.width(name, text.size()) * Math.sin(Math.toRadians(turn));
        assertThat(text.y() + down).isLessThan(picture.bottom());
        assertThat(text.y()).isGreaterThan(picture.axis().y1());
      }
    }
    Picture few = Picture.of(BarChart.of("", ABC).series("a", new double[3]).svg());
    assertThat(few.text("A").transform()).isEmpty();
    assertThat(few.text("A").anchor()).isEqualTo("middle");
  }

  @Test
  void legendsAreBrokenIntoRowsWhichAreCentredAndDoNotOverlap() {
    LineChart chart = LineChart.of("");
    for (int i = 0; i < 8; i++) { // as many as there are colours
      chart.series("series of number " + i, new double[] {0, 1}, new double[] {i, i + 1});
    }
    Picture picture = Picture.of(chart.svg()).requireInside();
    double axis = picture.axis().y1();
    List<Text> names =
        picture.texts().stream().filter(t -> t.text().startsWith("series of")).toList();
    assertThat(names).hasSize(8);
    List<Double> rows = names.stream().map(Text::y).distinct().toList();
    assertThat(rows).hasSizeBetween(3, 5).isSorted().allMatch(y -> y > axis + 2 * Plot.LABEL);
    for (int i = 1; i < names.size(); i++) {
      if (names.get(i).y() == names.get(i - 1).y()) {
        // Between them is the sample of the next.
        assertThat(names.get(i).left() - names.get(i - 1).right()).isBetween(25.0, 60.0);
      } else {
        assertThat(names.get(i).y() - names.get(i - 1).y()).isBetween(15.0, 30.0);
      }
    }
    List<Text> row = names.stream().filter(t -> t.y() == rows.get(0)).toList();
    assertThat(row).hasSizeGreaterThan(1);
    // The sample is a line before the name, with the mark in its middle.
    List<Line> lines = picture.lines("class", "s-s0");
    Line line = lines.get(lines.size() - 1);
    assertThat(line.x1()).isCloseTo(Plot.WIDTH - row.get(row.size() - 1).right(), within(0.1));
    assertThat(line.x2()).isBetween(line.x1() + 15, names.get(0).left() - 3);
    assertThat(line.y1()).isBetween(names.get(0).y() - names.get(0).size(), names.get(0).y());
    List<Line> marks = picture.lines("class", "f-s0");
    assertThat(marks.get(marks.size() - 1).x1()).isCloseTo((line.x1() + line.x2()) / 2, ROUNDING);
    assertThat(marks.get(marks.size() - 1).y1()).isEqualTo(line.y1());
  }

  @Test
  void aChartWithoutValuesSaysSoInItsMiddle() {
    for (String svg : List.of(LineChart.of("").svg(), BarChart.of("", List.of()).svg())) {
      Picture picture = Picture.of(svg).requireInside();
      Line axis = picture.axis();
      assertThat(picture.text("no data").x()).isCloseTo((axis.x1() + axis.x2()) / 2, ROUNDING);
      assertThat(picture.text("no data").y()).isBetween(Plot.TOP + 50, axis.y1() - 50);
    }
    String chart = LineChart.of("").series("a", new double[] {1}, new double[] {1}).svg();
    assertThat(chart).doesNotContain("no data");
    assertThat(
            LineChart.of("")
                .series("a", new double[] {1}, new double[] {1})
                .series("b", new double[] {1}, new double[] {Double.NaN})
                .svg())
        .contains(">a<", ">b (no data)<");
  }

  /** A constant is in the middle, whatever it is. */
  @Test
  void aRangeOfOneValueIsWidenedToBothSides() {
    for (double value : new double[] {0, 5, -0.25}) {
      Range range = new Range();
      range.include(value);
      range.include(Double.NaN);
      Axis axis = range.axis(0, 100, false, false);
      assertThat(axis.at(value)).isCloseTo(50, within(1e-9));
      assertThat(axis.max() - axis.min()).isGreaterThan(Math.abs(value) * 0.1);
    }
    assertThat(new Range().isEmpty()).isTrue();
    assertThat(new Range().min()).isZero();
    assertThat(new Range().max()).isEqualTo(1);
  }

  @Test
  void rangesHaveRoomAtTheirEnds() {
    Range range = new Range();
    range.include(1);
    range.include(101);
    Axis linear = range.axis(0, 1, false, true);
    assertThat(linear.min()).isEqualTo(-4);
    assertThat(linear.max()).isEqualTo(106);
    Axis logarithmic = range.axis(0, 100, true, false);
    assertThat(logarithmic.min()).isBetween(0.7, 0.99);
    assertThat(logarithmic.max() / 101).isCloseTo(1 / logarithmic.min(), within(1e-9));
    range.include(0);
    assertThat(range.axis(0, 1, false, true).min()).isZero();
    assertThat(range.axis(0, 1, false, false).min()).isLessThan(0);
  }

  @Test
  void decadesIncludeTheEndsAndThinOut() {
    assertThat(Range.decades(0.001, 1000)).containsExactly(0.001, 0.01, 0.1, 1., 10., 100., 1000.);
    List<Double> many = Range.decades(1e-15, 1e15);
    assertThat(many).hasSizeBetween(5, 11).contains(1.0);
    for (int i = 1; i < many.size(); i++) {
      assertThat(many.get(i) / many.get(i - 1)).isCloseTo(many.get(1) / many.get(0), within(1.0));
    }
    assertThat(new Axis(10, 1000, true, 0, 50).at(100)).isCloseTo(25, within(1e-9));
    assertThat(new Axis(0.9, 11, true, 0, 1).ticks(8, 0)).containsExactly(1., 10.);
    assertThat(new Axis(0, 10, false, 0, 1).ticks(10, 0)).hasSize(11);
    assertThat(new Axis(0, 10, false, 0, 1).ticks(5, 0)).containsExactly(0., 2., 4., 6., 8., 10.);
    assertThat(new Axis(0, 10, false, 0, 1).ticks(2, 0)).containsExactly(0., 5., 10.);
  }

  @Test
  void numbersAreShortAndExact() {
    assertThat(Svg.number(0)).isEqualTo("0");
    assertThat(Svg.number(-0.001)).isEqualTo("0");
    assertThat(Svg.number(-0.5)).isEqualTo("-0.5");
    assertThat(Svg.number(12.34)).isEqualTo("12.34");
    assertThat(Svg.number(-100)).isEqualTo("-100");
    assertThat(Svg.number(0.07)).isEqualTo("0.07");
    assertThat(Ticks.label(1e9)).isEqualTo("1e9");
    assertThat(Ticks.label(0.5)).isEqualTo("0.5");
  }

  /** The order is that of every proportional font. */
  @Test
  void widerLettersAreWider() {
    List<Double> widths =
        List.of("i", "t", "a", "A", "W", "漢").stream().map(c -> Svg.width(c, 10)).toList();
    assertThat(widths).isSorted().doesNotHaveDuplicates().allMatch(w -> w > 2 && w <= 10);
    assertThat(Svg.width("aWi", 20)).isCloseTo(2 * Svg.width("aWi", 10), within(1e-9));
    assertThat(Svg.width("aWi", 10))
        .isCloseTo(widths.get(0) + widths.get(2) + widths.get(4), within(1e-9));
  }
}
