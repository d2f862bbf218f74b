package org.resnet4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The colours and marks of the charts. Series are told apart without colour too, by the shape of
 * their marks. The colours follow Okabe and Ito, "Color universal design" (2008) and Paul Tol's
 * schemes, the light ones darkened to stand out on white; page.css has their twins for dark pages.
 */
final class Palette {
  /** Text: the colour of the text around the picture. */
  static final Color INK = new Color(20, 20, 21);

  /** Axis lines. */
  static final Color AXIS = new Color(110, 110, 111);

  /** Grid lines. */
  static final Color GRID = new Color(210, 210, 211);

  /** Not drawn. */
  static final Color NOTHING = new Color(0, 0, 0, 0);

  private static final List<Color> SERIES =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xAA4499),
          new Color(0xC28500),
          new Color(0x3FA0DC),
          new Color(0x882255),
          new Color(0x5B5B5B));

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_DOWN);

  private Palette() {}

  /** Colour number {@code i}; they repeat after eight. */
  static Color series(int i) {
    return SERIES.get(i % SERIES.size());
  }

  /** Mark number {@code i}; they repeat after five, so mark and colour together after forty. */
  static Marker marker(int i) {
    return MARKERS.get(i % MARKERS.size());
  }

  static BasicStroke line(boolean dashed) {
    float width = dashed ? 1.6f : 2.2f;
    return stroke(width, dashed ? new float[] {5, 4} : new float[0]);
  }

  /** The line of published value number {@code i}: told apart by its dashes. */
  static BasicStroke reference(int i) {
    float[][] dashes = {{7, 4}, {2, 3}, {9, 3, 2, 3}, {14, 4}};
    return stroke(1.4f, dashes[i % dashes.length]);
  }

  private static BasicStroke stroke(float width, float[] dashes) {
    return new BasicStroke(
        width,
        BasicStroke.CAP_BUTT,
        BasicStroke.JOIN_ROUND,
        1,
        dashes.length == 0 ? null : dashes,
        0);
  }

  /** How each colour is written in SVG. */
  static Map<Color, SvgGraphics.Ink> inks() {
    Map<Color, SvgGraphics.Ink> inks = new HashMap<>();
    inks.put(INK, new SvgGraphics.Ink("", "currentColor", 1));
    inks.put(AXIS, new SvgGraphics.Ink("", "currentColor", 0.55));
    inks.put(GRID, new SvgGraphics.Ink("", "currentColor", 0.14));
    for (int i = 0; i < SERIES.size(); i++) {
      Color color = SERIES.get(i);
      String hex = "#" + Integer.toHexString(color.getRGB()).substring(2);
      inks.put(color, new SvgGraphics.Ink("s" + i, hex, 1));
    }
    return inks;
  }
}
