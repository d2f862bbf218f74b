package org.resnet4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A line chart over a common axis, for example loss by epoch. Values that are not finite, and on a
 * logarithmic axis those that are not positive, leave a gap in the curve.
 */
public final class LineChart implements Chart {
  /** The most points of a curve with marks: more would hide the line. */
  private static final int MARKED_POINTS = 25;

  private static final int MOST_TICKS = 8;

  /** Pixels from one label of the horizontal axis to the next. */
  private static final int TICK_ROOM = 40;

  private final String title;
  private final List<Curve> curves = new ArrayList<>();
  private final List<Plot.Reference> references = new ArrayList<>();
  private String x = "";
  private String y = "";
  private boolean log;
  private List<LineChart> besides = List.of();

  private record Point(double x, double y, double spread) {}

  private record Curve(String name, List<Point> points, int color, boolean dashed) {}

  private LineChart(String title) {
    this.title = title;
  }

  /** An empty chart. */
  public static LineChart of(String title) {
    return new LineChart(title);
  }

  /** Names the horizontal axis, the unit in parentheses: {@code "time (s)"}. */
  public LineChart x(String name) {
    x = name;
    return this;
  }

  /** Names the vertical axis, the unit in parentheses: {@code "error (%)"}. */
  public LineChart y(String name) {
    y = name;
    return this;
  }

  /** Makes the vertical axis logarithmic. */
  public LineChart logY() {
    log = true;
    return this;
  }

  /** Adds a curve in the next colour. The arrays are copied. */
  public LineChart series(String name, double[] xs, double[] ys) {
    return add(name, xs, ys, null, nextColor(), false);
  }

  /** Adds a curve with error bars of {@code ±spread} at each point. */
  public LineChart series(String name, double[] xs, double[] ys, double[] spread) {
    return add(name, xs, ys, spread, nextColor(), false);
  }

  /**
   * Adds a dashed companion to the previous curve, in the same colour: the training curve of a test
   * curve, as in He et al. 2015, Fig. 6.
   */
  public LineChart dashed(String name, double[] xs, double[] ys) {
    int color = curves.isEmpty() ? 0 : curves.get(curves.size() - 1).color();
    return add(name, xs, ys, null, color, true);
  }

  /** Adds a horizontal line, for example at a published value, with a legend entry, if finite. */
  public LineChart reference(String name, double value) {
    Plot.Reference.add(references, name, value);
    return this;
  }

  /**
   * Gives charts a common vertical range that covers all of them, so that neighbours can be
   * compared by eye; they should share a unit, and all or none have a logarithmic axis.
   */
  public static void shareY(LineChart... charts) {
    for (LineChart chart : charts) {
      chart.besides = List.of(charts);
    }
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String svg() {
    Range across = new Range();
    for (Curve curve : curves) {
      curve.points().stream().filter(this::isDrawn).forEach(p -> across.include(p.x()));
    }
    Range up = new Range();
    include(up);
    besides.forEach(other -> other.include(up));
    Plot plot = new Plot(up, log && !up.isEmpty(), false, x, y, Plot.LABEL);
    Axis right = across.axis(plot.left(), Plot.RIGHT, false, false);
    label(plot, right);
    List<Legend.Entry> legend = new ArrayList<>();
    for (Curve curve : curves) {
      legend.add(draw(curve, plot, right));
    }
    return plot.finish(title, shown(), legend, across.isEmpty());
  }

  private int nextColor() {
    return curves.isEmpty() ? 0 : curves.get(curves.size() - 1).color() + 1;
  }

  private LineChart add(
      String name,
      double[] xs,
      double[] ys,
      double @Nullable [] spread,
      int color,
      boolean dashed) {
    if (xs.length != ys.length || (spread != null && spread.length != ys.length)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "series %s: expected equally many x and y, got %d x, %d y%s",
              name,
              xs.length,
              ys.length,
              spread == null ? "" : " and " + spread.length + " spreads"));
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < xs.length; i++) {
      double error = spread == null || !Double.isFinite(spread[i]) ? 0 : Math.abs(spread[i]);
      points.add(new Point(xs[i], ys[i], error));
    }
    curves.add(new Curve(name, points, color, dashed));
    return this;
  }

  private void label(Plot plot, Axis right) {
    for (double tick : ticks(right)) {
      double at = right.at(tick);
      double bottom = plot.bottom();
      plot.svg().draw(Svg.line(at, bottom, at, bottom + 4), Palette.AXIS, Palette.THIN);
      plot.svg()
          .text(Ticks.label(tick), at, bottom + 5 + Plot.LABEL, Svg.Anchor.MIDDLE, Plot.LABEL, "");
    }
  }

  /** Labels a few values, for example depths, themselves, and others by round numbers. */
  private List<Double> ticks(Axis right) {
    List<Double> values =
        curves.stream()
            .flatMap(c -> c.points().stream())
            .filter(this::isDrawn)
            .map(Point::x)
            .distinct()
            .sorted()
            .toList();
    boolean whole = values.stream().allMatch(value -> value == Math.rint(value));
    boolean apart =
        IntStream.range(1, values.size())
            .allMatch(i -> right.at(values.get(i)) - right.at(values.get(i - 1)) >= TICK_ROOM);
    return apart && !values.isEmpty() && values.size() <= MOST_TICKS
        ? values
        : right.ticks(MOST_TICKS, whole ? 1 : 0);
  }

  /** The references that this axis can show. */
  private List<Plot.Reference> shown() {
    return references.stream().filter(r -> !log || r.value() > 0).toList();
  }

  /** Widens a vertical range to the content of this chart. */
  private void include(Range up) {
    for (Curve curve : curves) {
      for (Point point : curve.points()) {
        if (isDrawn(point)) {
          up.include(point.y() + point.spread());
          up.include(drawable(point.y() - point.spread()) ? point.y() - point.spread() : point.y());
        }
      }
    }
    shown().forEach(r -> up.include(r.value()));
  }

  private Legend.Entry draw(Curve curve, Plot plot, Axis right) {
    List<Point> drawn = curve.points().stream().filter(this::isDrawn).toList();
    Palette.Ink ink = Palette.series(curve.color());
    Palette.Line line = Palette.line(curve.dashed());
    Marker marker = drawn.size() <= MARKED_POINTS ? Palette.marker(curve.color()) : null;
    String path = path(curve, plot, right);
    if (path.contains("L")) {
      plot.svg().draw(path, ink, line);
    }
    for (Point point : drawn) {
      double at = right.at(point.x());
      if (point.spread() > 0) {
        double low = drawable(point.y() - point.spread()) ? point.y() - point.spread() : point.y();
        plot.spread(at, low, point.y() + point.spread(), ink);
      }
      if (marker != null) {
        plot.svg().fill(marker.at(at, plot.up(point.y())), ink);
      }
    }
    String name = drawn.isEmpty() ? curve.name() + " (no data)" : curve.name();
    return new Legend.Entry(name, ink, line, marker);
  }

  /** From point to point, with a gap where one is missing. */
  private String path(Curve curve, Plot plot, Axis right) {
    StringBuilder path = new StringBuilder();
    boolean begun = false;
    for (Point point : curve.points()) {
      if (isDrawn(point)) {
        path.append(begun ? 'L' : 'M').append(Svg.number(right.at(point.x())));
        path.append(' ').append(Svg.number(plot.up(point.y())));
      }
      begun = isDrawn(point) || (begun && !Double.isFinite(point.x()));
    }
    return path.toString();
  }

  private boolean isDrawn(Point point) {
    return Double.isFinite(point.x()) && drawable(point.y());
  }

  private boolean drawable(double value) {
    return Double.isFinite(value) && (!log || value > 0);
  }
}
