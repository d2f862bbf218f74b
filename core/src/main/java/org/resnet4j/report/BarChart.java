package org.resnet4j.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;

/** Values side by side by category, such as the error of each block variant. Bars start at zero. */
public final class BarChart implements Chart {
  private final String title;
  private final List<String> categories;
  private final List<Bars> series = new ArrayList<>();
  private final List<Drawing.Reference> references = new ArrayList<>();
  private String x = "";
  private String y = "";

  private record Bar(double value, double spread) {
    @Nullable Double height() {
      return Double.isFinite(value) ? value : null;
    }
  }

  private record Bars(String name, List<Bar> bars) {}

  private BarChart(String title, List<String> categories) {
    this.title = title;
    this.categories = List.copyOf(categories);
    if (new HashSet<>(categories).size() < categories.size()) {
      throw new IllegalArgumentException("bar chart: two categories have one name: " + categories);
    }
  }

  /**
   * A chart without bars yet.
   *
   * @throws IllegalArgumentException if a category is named twice
   */
  public static BarChart of(String title, List<String> categories) {
    return new BarChart(title, categories);
  }

  /** Names the horizontal axis. */
  public BarChart x(String name) {
    x = name;
    return this;
  }

  /** Names the vertical axis, the unit in parentheses: {@code "error (%)"}. */
  public BarChart y(String name) {
    y = name;
    return this;
  }

  /** Adds one value a category; a value that is not finite leaves a gap. */
  public BarChart series(String name, double[] values) {
    return add(name, values, null);
  }

  /** Adds one value a category with error bars of {@code ±spread}. */
  public BarChart series(String name, double[] values, double[] spread) {
    return add(name, values, spread);
  }

  /** Adds a horizontal line at a value that is finite, such as a published one, to the legend. */
  public BarChart reference(String name, double value) {
    Drawing.Reference.add(references, name, value);
    return this;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String svg() {
    return Drawing.guarded(this::draw);
  }

  private BarChart add(String name, double[] values, double @Nullable [] spread) {
    if (values.length != categories.size()
        || (spread != null && spread.length != categories.size())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "series %s: wanted a value for each of %d categories, got %d%s",
              name,
              categories.size(),
              values.length,
              spread == null ? "" : " and " + spread.length + " spreads"));
    }
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double error = spread == null || !Double.isFinite(spread[i]) ? 0 : Math.abs(spread[i]);
      bars.add(new Bar(values[i], error));
    }
    series.add(new Bars(name, bars));
    return this;
  }

  private String draw() {
    double widest = widestName();
    int rotation = rotation(widest);
    // Turned names need room below the bars, which should not shrink for it.
    int below = (int) (widest * Math.sin(Math.toRadians(rotation)));
    CategoryChart chart = new CategoryChart(Drawing.WIDTH, Drawing.HEIGHT + below);
    Drawing.style(chart, x, y);
    Range up = new Range();
    List<Legend.Entry> legend = new ArrayList<>();
    for (int i = 0; i < series.size() && !categories.isEmpty(); i++) {
      addTo(chart, i, up);
      legend.add(new Legend.Entry(series.get(i).name(), Palette.series(i), null, null));
    }
    boolean empty = up.isEmpty();
    references.forEach(r -> up.include(r.value()));
    up.include(0);
    up.widen();
    CategoryStyler styler = chart.getStyler();
    styler.setYAxisMin(up.min()).setYAxisMax(up.max());
    styler.setAvailableSpaceFill(series.size() > 1 ? 0.8 : 0.6);
    styler.setXAxisLabelRotation(rotation);
    styler.setXAxisTickMarkSpacingHint(1);
    if (chart.getSeriesCollection().isEmpty()) {
      chart.addSeries("unseen", new double[] {0}, new double[] {0}).setFillColor(Palette.NOTHING);
      styler.setXAxisTicksVisible(false);
    }
    boolean named = legend.size() > 1 || !references.isEmpty();
    return Drawing.svg(chart, title, List.of(), references, named ? legend : List.of(), empty);
  }

  private void addTo(CategoryChart chart, int index, Range up) {
    List<Bar> bars = series.get(index).bars();
    for (Bar bar : bars) {
      up.include(bar.value() - bar.spread());
      up.include(bar.value() + bar.spread());
    }
    boolean spread = bars.stream().anyMatch(b -> b.spread() > 0);
    List<@Nullable Double> heights = new ArrayList<>();
    bars.forEach(b -> heights.add(b.height()));
    CategorySeries drawn =
        chart.addSeries(
            Integer.toString(index),
            categories,
            heights,
            spread ? bars.stream().map(Bar::spread).toList() : null);
    drawn.setFillColor(Palette.series(index));
  }

  /** The length of the longest name of a category, in pixels. */
  private double widestName() {
    FontRenderContext context = new FontRenderContext(null, true, true);
    Font font = Drawing.font(Font.PLAIN, 12);
    return categories.stream()
        .filter(c -> !c.isEmpty())
        .mapToDouble(c -> new TextLayout(c, font, context).getAdvance())
        .max()
        .orElse(0);
  }

  /** Names that do not fit beside each other are turned: by how many degrees. */
  private int rotation(double widest) {
    double room = (Drawing.WIDTH - 70.0) / Math.max(1, categories.size());
    return widest + 6 <= room ? 0 : room >= 26 ? 45 : 90;
  }
}
