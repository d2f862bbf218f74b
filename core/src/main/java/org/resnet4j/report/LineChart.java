package org.resnet4j.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves over a common axis, such as loss by epoch. Values that are not finite, and on a
 * logarithmic axis those that are not positive, leave a gap in the curve.
 */
public final class LineChart implements Chart {
  /** More points than this and marks would hide the line. */
  private static final int MARKED_POINTS = 25;

  private final String title;
  private final List<Curve> curves = new ArrayList<>();
  private final List<Drawing.Reference> references = new ArrayList<>();
  private String x = "";
  private String y = "";
  private boolean log;
  private List<LineChart> besides = List.of();

  private record Point(double x, double y, double spread) {}

  private record Curve(String name, List<Point> points, int color, boolean dashed) {}

  private LineChart(String title) {
    this.title = title;
  }

  /** A chart without curves yet. */
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
   * Adds the dashed companion of the curve before it, in the same colour: the training curve of a
   * test curve, as in He et al. 2015, Fig. 6.
   */
  public LineChart dashed(String name, double[] xs, double[] ys) {
    int color = curves.isEmpty() ? 0 : curves.get(curves.size() - 1).color();
    return add(name, xs, ys, null, color, true);
  }

  /** Adds a horizontal line at a value that is finite, such as a published one, to the legend. */
  public LineChart reference(String name, double value) {
    Drawing.Reference.add(references, name, value);
    return this;
  }

  /**
   * Gives charts one vertical range, which holds what is in any of them, so that neighbours can be
   * compared by eye; they should have one unit, and all or none a logarithmic axis.
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
    return Drawing.guarded(this::draw);
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
              "series %s: wanted as many y as x, got %d x, %d y%s",
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

  private String draw() {
    XYChart chart = new XYChart(Drawing.WIDTH, Drawing.HEIGHT);
    Drawing.style(chart, x, y);
    Range across = new Range();
    Range up = new Range();
    List<Legend.Entry> legend = new ArrayList<>();
    for (Curve curve : curves) {
      legend.add(addTo(chart, curve, across));
    }
    boolean empty = across.isEmpty();
    include(up);
    besides.forEach(other -> other.include(up));
    XYStyler styler = chart.getStyler();
    styler.setXAxisMin(across.min()).setXAxisMax(across.max());
    styler.setXAxisTickLabelsFormattingFunction(Ticks::label);
    boolean logarithmic = log && !up.isEmpty();
    styler.setYAxisLogarithmic(logarithmic);
    if (!logarithmic) {
      up.widen();
    }
    styler.setYAxisMin(up.min()).setYAxisMax(up.max());
    if (empty) {
      hold(chart, across, up);
    }
    List<Double> grid = logarithmic ? up.decades() : List.of();
    styler.setPlotGridHorizontalLinesVisible(grid.size() < 2);
    styler.setYAxisLogarithmicDecadeOnly(grid.size() >= 2);
    if (grid.size() >= 2) {
      styler.setYAxisTickLabelsFormattingFunction(
          value -> grid.stream().anyMatch(g -> isNear(g, value)) ? Ticks.label(value) : "");
    }
    return Drawing.svg(chart, title, grid, shown(), legend, empty);
  }

  /** The references that this axis can show. */
  private List<Drawing.Reference> shown() {
    return references.stream().filter(r -> !log || r.value() > 0).toList();
  }

  /** Widens a vertical range to what is drawn here. */
  private void include(Range up) {
    for (Curve curve : curves) {
      for (Point point : curve.points()) {
        if (Double.isFinite(point.x()) && drawable(point.y())) {
          up.include(point.y() + point.spread());
          up.include(drawable(point.y() - point.spread()) ? point.y() - point.spread() : point.y());
        }
      }
    }
    shown().forEach(r -> up.include(r.value()));
  }

  /** XChart lays out its axes from a series: without data, an unseen one. */
  private static void hold(XYChart chart, Range across, Range up) {
    XYSeries unseen =
        chart.addSeries(
            "unseen", new double[] {across.min(), across.max()}, new double[] {up.min(), up.max()});
    unseen.setMarker(SeriesMarkers.NONE);
    unseen.setLineColor(Palette.NOTHING);
  }

  private Legend.Entry addTo(XYChart chart, Curve curve, Range across) {
    List<Point> placed = curve.points().stream().filter(p -> Double.isFinite(p.x())).toList();
    List<Point> drawn = placed.stream().filter(p -> drawable(p.y())).toList();
    drawn.forEach(point -> across.include(point.x()));
    BasicStroke stroke = Palette.line(curve.dashed());
    Marker marker = drawn.size() <= MARKED_POINTS ? Palette.marker(curve.color()) : null;
    if (!drawn.isEmpty()) {
      boolean bars = drawn.stream().anyMatch(p -> p.spread() > 0);
      XYSeries series =
          chart.addSeries(
              Integer.toString(chart.getSeriesCollection().size()),
              placed.stream().mapToDouble(Point::x).toArray(),
              placed.stream().mapToDouble(p -> drawable(p.y()) ? p.y() : Double.NaN).toArray(),
              bars ? placed.stream().mapToDouble(Point::spread).toArray() : null);
      series.setLineColor(Palette.series(curve.color()));
      series.setMarkerColor(Palette.series(curve.color()));
      series.setMarker(marker == null ? SeriesMarkers.NONE : marker);
      series.setLineStyle(stroke);
    }
    String name = drawn.isEmpty() ? curve.name() + " (no data)" : curve.name();
    return new Legend.Entry(name, Palette.series(curve.color()), stroke, marker);
  }

  private static boolean isNear(double decade, double value) {
    return Math.abs(value / decade - 1) < 1e-6;
  }

  private boolean drawable(double value) {
    return Double.isFinite(value) && (!log || value > 0);
  }
}
