package org.resnet4j.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A bar chart by category, for example the error of each block variant. Bars start at zero. */
public final class BarChart implements Chart {
  private final String title;
  private final List<String> categories;
  private final List<Bars> series = new ArrayList<>();
  private final List<Plot.Reference> references = new ArrayList<>();
  private String x = "";
  private String y = "";

  private record Bar(double value, double spread) {}

  private record Bars(String name, List<Bar> bars) {}

  private BarChart(String title, List<String> categories) {
    this.title = title;
    this.categories = List.copyOf(categories);
    if (new HashSet<>(categories).size() < categories.size()) {
      throw new IllegalArgumentException("bar chart: duplicate category name: " + categories);
    }
  }

  /**
   * An empty chart.
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

  /** Adds one value per category; a value that is not finite leaves a gap. */
  public BarChart series(String name, double[] values) {
    return add(name, values, null);
  }

  /** Adds one value per category with error bars of {@code ±spread}. */
  public BarChart series(String name, double[] values, double[] spread) {
    return add(name, values, spread);
  }

  /** Adds a horizontal line, for example at a published value, with a legend entry, if finite. */
  public BarChart reference(String name, double value) {
    Plot.Reference.add(references, name, value);
    return this;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String svg() {
    Range up = new Range();
    for (Bars bars : series) {
      for (Bar bar : bars.bars()) {
        up.include(bar.value() - bar.spread());
        up.include(bar.value() + bar.spread());
      }
    }
    boolean empty = up.isEmpty();
    references.forEach(r -> up.include(r.value()));
    up.include(0);
    double widest = categories.stream().mapToDouble(c -> Svg.width(c, Plot.LABEL)).max().orElse(0);
    int rotation = rotation(widest);
    double turn = Math.toRadians(rotation);
    // Rotated names need room below the bars, which should keep their height.
    double below = widest * Math.sin(turn) + Plot.LABEL * Math.cos(turn);
    Plot plot = new Plot(up, false, true, x, y, below);
    double room = (Plot.RIGHT - plot.left()) / Math.max(1, categories.size());
    List<Legend.Entry> legend = new ArrayList<>();
    for (int i = 0; i < series.size() && !categories.isEmpty(); i++) {
      draw(i, plot, room);
      legend.add(new Legend.Entry(series.get(i).name(), Palette.series(i), null, null));
    }
    for (int i = 0; i < categories.size(); i++) {
      label(categories.get(i), plot, plot.left() + (i + 0.5) * room, rotation);
    }
    boolean named = legend.size() > 1 || !references.isEmpty();
    return plot.finish(title, references, named ? legend : List.of(), empty);
  }

  private BarChart add(String name, double[] values, double @Nullable [] spread) {
    if (values.length != categories.size()
        || (spread != null && spread.length != categories.size())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "series %s: expected a value for each of %d categories, got %d%s",
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

  private void draw(int index, Plot plot, double room) {
    double filled = room * (series.size() > 1 ? 0.8 : 0.6);
    double width = filled / series.size();
    double first = plot.left() + (room - filled) / 2 + index * width;
    double zero = plot.up(0);
    List<Bar> bars = series.get(index).bars();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      if (Double.isFinite(bar.value())) {
        double at = first + i * room;
        double top = plot.up(bar.value());
        String path = Svg.rectangle(at, Math.min(top, zero), width, Math.abs(top - zero));
        plot.svg().fill(path, Palette.series(index));
        if (bar.spread() > 0) {
          double low = bar.value() - bar.spread();
          plot.spread(at + width / 2, low, bar.value() + bar.spread(), Palette.INK);
        }
      }
    }
  }

  private static void label(String name, Plot plot, double x, int rotation) {
    double y = plot.bottom() + 5 + (rotation == 90 ? 0 : Plot.LABEL);
    if (rotation == 0) {
      plot.svg().text(name, x, y, Svg.Anchor.MIDDLE, Plot.LABEL, "");
    } else {
      double right = x + (rotation == 90 ? Plot.LABEL / 3.0 : Plot.LABEL / 2.0);
      String turned = Svg.turned(-rotation, right, y);
      plot.svg().text(name, right, y, Svg.Anchor.END, Plot.LABEL, turned);
    }
  }

  /** The rotation of category names in degrees: 0 if they fit side by side. */
  private int rotation(double widest) {
    double room = (Plot.WIDTH - 70.0) / Math.max(1, categories.size());
    return widest + 6 <= room ? 0 : room >= 26 ? 45 : 90;
  }
}
