package org.resnet4j.report;

import java.util.List;

/**
 * The colours, lines and marks of the charts. Series differ also in the shape of their marks, for
 * readers who cannot tell the colours. The colours follow Okabe and Ito, "Color universal design"
 * (2008) and Paul Tol's schemes, the light ones darkened to stand out on white; page.css has their
 * counterparts for dark pages.
 */
final class Palette {
  /** Text: the colour of the text around the picture. */
  static final Ink INK = new Ink("", "currentColor", "1");

  /** Axis lines. */
  static final Ink AXIS = new Ink("", "currentColor", "0.55");

  /** Grid lines. */
  static final Ink GRID = new Ink("", "currentColor", "0.14");

  static final Line THIN = new Line("1", "");

  private static final List<String> SERIES =
      List.of(
          "#0072b2", "#d55e00", "#009e73", "#aa4499", "#c28500", "#3fa0dc", "#882255", "#5b5b5b");

  private static final List<Marker> MARKERS = List.of(Marker.values());

  private static final List<String> REFERENCES = List.of("7 4", "2 3", "9 3 2 3", "14 4");

  /**
   * How something is painted.
   *
   * @param style the name by which a page restyles it, or empty
   * @param paint the value of {@code fill} or {@code stroke} without a style sheet
   * @param opacity 0 to 1
   */
  record Ink(String style, String paint, String opacity) {}

  /**
   * How a line is drawn.
   *
   * @param dashes alternating lengths of dashes and gaps; empty for a solid line
   */
  record Line(String width, String dashes) {}

  private Palette() {}

  /** Colour number {@code i}; they repeat after eight. */
  static Ink series(int i) {
    int index = i % SERIES.size();
    return new Ink("s" + index, SERIES.get(index), "1");
  }

  /** Mark number {@code i}; they repeat after five, so mark and colour together after forty. */
  static Marker marker(int i) {
    return MARKERS.get(i % MARKERS.size());
  }

  static Line line(boolean dashed) {
    return dashed ? new Line("1.6", "5 4") : new Line("2.2", "");
  }

  /** The line of published value number {@code i}: distinguished by its dashes. */
  static Line reference(int i) {
    return new Line("1.4", REFERENCES.get(i % REFERENCES.size()));
  }
}
