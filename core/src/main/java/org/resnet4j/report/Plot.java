package org.resnet4j.report;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.report.Svg.Anchor;

/** The common parts of all charts: size, title, axes, grid, published values and legend. */
final class Plot {
  /** Small on purpose: on a phone the picture shrinks by a quarter only and stays legible. */
  static final int WIDTH = 480;

  static final int HEIGHT = 280;
  static final int LABEL = 12;
  static final double RIGHT = WIDTH - 12.0;
  static final double TOP = 10;
  private static final int NAME = 13;
  private static final int TITLE = 22;
  private static final int MOST_TICKS = 8;

  /** A horizontal line, for example at a published value. */
  record Reference(String name, double value) {
    /** Adds a line to others if its value is finite. */
    static void add(List<Reference> references, String name, double value) {
      if (Double.isFinite(value)) {
        references.add(new Reference(name, value));
      }
    }
  }

  private final Svg svg = new Svg();
  private final Axis up;
  private final double left;
  private final double bottom;
  private final int height;

  /**
   * Draws the vertical axis and its grid.
   *
   * @param range of the vertical axis
   * @param standsOnZero whether bars stand on the axis where it is zero
   * @param x the name of the horizontal axis, or empty
   * @param below the height of the labels below the horizontal axis, without its name
   */
  Plot(Range range, boolean logarithmic, boolean standsOnZero, String x, String y, double below) {
    height = (int) Math.round(HEIGHT + Math.max(0, below - LABEL));
    bottom = height - 12 - Math.max(below, LABEL) - (x.isEmpty() ? 0 : NAME + 6);
    up = range.axis(bottom, TOP, logarithmic, standsOnZero);
    List<Double> ticks = up.ticks(MOST_TICKS, 0);
    double widest =
        ticks.stream().mapToDouble(t -> Svg.width(Ticks.label(t), LABEL)).max().orElse(0);
    left = Math.ceil(16 + (y.isEmpty() ? 0 : NAME + 6) + widest);
    for (double tick : ticks) {
      double at = up.at(tick);
      svg.draw(Svg.line(left, at, RIGHT, at), Palette.GRID, Palette.THIN);
      svg.text(Ticks.label(tick), left - 6, at + LABEL * 0.36, Anchor.END, LABEL, "");
    }
    double middle = (TOP + bottom) / 2;
    if (!y.isEmpty()) {
      svg.text(y, 6 + NAME, middle, Anchor.MIDDLE, NAME, Svg.turned(-90, 6 + NAME, middle));
    }
    if (!x.isEmpty()) {
      svg.text(x, (left + RIGHT) / 2, height - 6, Anchor.MIDDLE, NAME, "");
    }
  }

  Svg svg() {
    return svg;
  }

  /** Where the plot begins, in pixels from the left. */
  double left() {
    return left;
  }

  /** Where the plot ends, in pixels from the top. */
  double bottom() {
    return bottom;
  }

  /** The position of a value, in pixels from the top. */
  double up(double value) {
    return up.at(value);
  }

  /** Draws a value's spread. */
  void spread(double x, double low, double high, Palette.Ink ink) {
    String ends =
        Svg.line(x - 4, up(low), x + 4, up(low)) + Svg.line(x - 4, up(high), x + 4, up(high));
    svg.draw(Svg.line(x, up(low), x, up(high)) + ends, ink, new Palette.Line("1.4", ""));
  }

  /** Draws the axis, published values, legend and title, and returns the picture. */
  String finish(
      String title, List<Reference> references, List<Legend.Entry> series, boolean empty) {
    svg.draw(Svg.line(left, bottom, RIGHT, bottom), Palette.AXIS, Palette.THIN);
    List<Legend.Entry> legend = new ArrayList<>(series);
    for (int i = 0; i < references.size(); i++) {
      double at = up(references.get(i).value());
      Palette.Line line = Palette.reference(i);
      svg.draw(Svg.line(left, at, RIGHT, at), Palette.INK, line);
      legend.add(new Legend.Entry(references.get(i).name(), Palette.INK, line, null));
    }
    if (empty) {
      double middle = (TOP + bottom) / 2;
      svg.text("no data", (left + RIGHT) / 2, middle, Anchor.MIDDLE, 14, " font-style=\"italic\"");
    }
    int whole = height + 6 + Legend.draw(svg, legend, NAME, WIDTH, height);
    if (title.isEmpty()) {
      return svg.picture(0, WIDTH, whole, title);
    }
    svg.text(title, WIDTH / 2.0, -4, Anchor.MIDDLE, 15, " font-weight=\"bold\"");
    return svg.picture(-TITLE, WIDTH, whole + TITLE, title);
  }
}
