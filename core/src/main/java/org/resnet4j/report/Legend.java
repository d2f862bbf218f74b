package org.resnet4j.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.report.Svg.Anchor;

/** The names of the series under a chart, in as many rows as they need. */
final class Legend {
  private static final int ROW = 21;
  private static final int SAMPLE = 28;
  private static final int GAP = 18;

  /**
   * One name and its sample.
   *
   * @param line the line of the sample; none for a bar
   * @param marker the mark on the line; none for a plain line
   */
  record Entry(
      String name, Palette.Ink ink, Palette.@Nullable Line line, @Nullable Marker marker) {}

  private Legend() {}

  /** Draws from height {@code top} down, each row centred; returns the height used. */
  static int draw(Svg svg, List<Entry> entries, int size, int width, int top) {
    int y = top;
    int first = 0;
    while (first < entries.size()) {
      double used = width(entries.get(first), size);
      int end = first + 1;
      while (end < entries.size() && used + GAP + width(entries.get(end), size) <= width - 16) {
        used += GAP + width(entries.get(end), size);
        end++;
      }
      double x = Math.max(8, (width - used) / 2);
      for (Entry entry : entries.subList(first, end)) {
        sample(svg, entry, x, y + ROW / 2.0);
        double baseline = y + ROW / 2.0 + size / 3.0;
        svg.text(entry.name(), x + SAMPLE + 6, baseline, Anchor.START, size, "");
        x += width(entry, size) + GAP;
      }
      y += ROW;
      first = end;
    }
    return y - top;
  }

  private static double width(Entry entry, int size) {
    return SAMPLE + 6 + Svg.width(entry.name(), size);
  }

  private static void sample(Svg svg, Entry entry, double x, double y) {
    Palette.Line line = entry.line();
    if (line == null) {
      svg.fill(Svg.rectangle(x + SAMPLE - 14, y - 6, 13, 12), entry.ink());
      return;
    }
    svg.draw(Svg.line(x, y, x + SAMPLE, y), entry.ink(), line);
    Marker marker = entry.marker();
    if (marker != null) {
      svg.fill(marker.at(x + SAMPLE / 2.0, y), entry.ink());
    }
  }
}
