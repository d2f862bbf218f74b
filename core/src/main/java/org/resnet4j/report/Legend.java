package org.resnet4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.TextLayout;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.style.markers.Marker;

/** The names of the series under a chart, in as many rows as they need. */
final class Legend {
  static final int ROW = 21;
  private static final int SAMPLE = 28;
  private static final int GAP = 18;

  /**
   * One name and its sample.
   *
   * @param line the line of the sample; none for a bar
   * @param marker the mark on the line; none for a plain line
   */
  record Entry(String name, Color color, @Nullable BasicStroke line, @Nullable Marker marker) {}

  private Legend() {}

  /** Draws from height {@code top} down, each row centred; gives the height that was used. */
  static int draw(SvgGraphics g, List<Entry> entries, Font font, int width, int top) {
    int y = top;
    int first = 0;
    while (first < entries.size()) {
      double used = width(g, entries.get(first), font);
      int end = first + 1;
      while (end < entries.size() && used + GAP + width(g, entries.get(end), font) <= width - 16) {
        used += GAP + width(g, entries.get(end), font);
        end++;
      }
      double x = Math.max(8, (width - used) / 2);
      for (Entry entry : entries.subList(first, end)) {
        sample(g, entry, x, y + ROW / 2.0);
        g.setColor(Palette.INK);
        g.setFont(font);
        g.drawString(entry.name(), (float) (x + SAMPLE + 6), y + ROW / 2f + font.getSize2D() / 3);
        x += width(g, entry, font) + GAP;
      }
      y += ROW;
      first = end;
    }
    return y - top;
  }

  private static double width(SvgGraphics g, Entry entry, Font font) {
    double text =
        entry.name().isEmpty()
            ? 0
            : new TextLayout(entry.name(), font, g.getFontRenderContext()).getAdvance();
    return SAMPLE + 6 + text;
  }

  private static void sample(SvgGraphics g, Entry entry, double x, double y) {
    g.setColor(entry.color());
    BasicStroke line = entry.line();
    if (line == null) {
      g.fill(new Rectangle2D.Double(x + SAMPLE - 14, y - 6, 13, 12));
      return;
    }
    g.setStroke(line);
    g.draw(new Line2D.Double(x, y, x + SAMPLE, y));
    Marker marker = entry.marker();
    if (marker != null) {
      marker.paint(g, x + SAMPLE / 2.0, y, Drawing.MARKER);
    }
  }
}
