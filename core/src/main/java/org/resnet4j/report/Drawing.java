package org.resnet4j.report;

import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.TextLayout;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;

/** What all charts share: size, type, colours, published values and the way to SVG. */
final class Drawing {
  /** Small on purpose: on a phone the picture shrinks by a quarter only and stays legible. */
  static final int WIDTH = 480;

  static final int HEIGHT = 280;
  static final int MARKER = 7;
  private static final int TITLE = 22;

  /** A horizontal line at a value, such as a published one. */
  record Reference(String name, double value) {
    /** Adds a line to others if its value is finite. */
    static void add(List<Reference> references, String name, double value) {
      if (Double.isFinite(value)) {
        references.add(new Reference(name, value));
      }
    }
  }

  private Drawing() {}

  /**
   * Runs a drawing.
   *
   * @throws ReportException if AWT cannot work here, which it reports by errors of many kinds
   */
  static String guarded(Supplier<String> drawing) {
    try {
      return drawing.get();
    } catch (LinkageError | InternalError | AWTError e) {
      throw new ReportException(
          "chart: wanted fonts to write its labels, this Java has none that work ("
              + e
              + ");"
              + " install fontconfig and a font such as DejaVu",
          e);
    } catch (RuntimeException e) {
      throw new ReportException("chart: it could not be drawn (" + e + ")", e);
    }
  }

  static void style(AxesChart<?, ?> chart, String x, String y) {
    chart.setXAxisTitle(x);
    chart.setYAxisTitle(y);
    AxesChartStyler styler = chart.getStyler();
    styler.setLocale(Locale.ROOT);
    styler.setLegendVisible(false);
    // Drawn here: XChart's title takes more room with a descender, so neighbours would not align.
    styler.setChartTitleVisible(false);
    styler.setXAxisTitleVisible(!x.isEmpty());
    styler.setYAxisTitleVisible(!y.isEmpty());
    styler.setBaseFont(font(Font.PLAIN, 13));
    styler.setAxisTitleFont(font(Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
    styler.setChartFontColor(Palette.INK);
    styler.setErrorBarsColor(Palette.INK);
    styler.setXAxisTitleColor(Palette.INK);
    styler.setYAxisTitleColor(Palette.INK);
    styler.setAxisTickLabelsColor(Palette.INK);
    styler.setXAxisTickLabelsColor(Palette.INK);
    styler.setYAxisTickLabelsColor(Palette.INK);
    styler.setAxisTickMarksColor(Palette.AXIS);
    styler.setXAxisTickMarksColor(Palette.AXIS);
    styler.setYAxisTickMarksColor(Palette.AXIS);
    styler.setAxisTickMarksStroke(new BasicStroke(1));
    styler.setChartBackgroundColor(Palette.NOTHING);
    styler.setPlotBackgroundColor(Palette.NOTHING);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(Palette.GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotTicksMarksVisible(false);
    styler.setPlotMargin(0);
    styler.setPlotContentSize(0.94);
    styler.setChartPadding(8);
    styler.setAxisTickPadding(5);
    styler.setMarkerSize(MARKER);
    styler.setYAxisTickLabelsFormattingFunction(Ticks::label);
  }

  static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /**
   * Paints a chart that has its data and range, then the grid lines asked for (XChart's own for a
   * logarithmic axis are nine a decade), its published values and its legend.
   */
  static String svg(
      AxesChart<?, ?> chart,
      String title,
      List<Double> grid,
      List<Reference> references,
      List<Legend.Entry> series,
      boolean empty) {
    SvgGraphics g = new SvgGraphics(Palette.inks());
    int height = chart.getHeight();
    chart.paint(g, WIDTH, height);
    g.setClip(null);
    for (double value : grid) {
      across(g, chart.getScreenYFromChart(value), Palette.GRID, new BasicStroke(1));
    }
    List<Legend.Entry> legend = new ArrayList<>(series);
    for (int i = 0; i < references.size(); i++) {
      Reference reference = references.get(i);
      BasicStroke stroke = Palette.reference(i);
      across(g, chart.getScreenYFromChart(reference.value()), Palette.INK, stroke);
      legend.add(new Legend.Entry(reference.name(), Palette.INK, stroke, null));
    }
    if (empty) {
      g.setColor(Palette.INK);
      centre(g, "no data", font(Font.ITALIC, 14), height / 2f);
    }
    int bottom = height + 6 + Legend.draw(g, legend, font(Font.PLAIN, 13), WIDTH, height);
    if (title.isEmpty()) {
      return g.toSvg(0, WIDTH, bottom, title);
    }
    g.setColor(Palette.INK);
    centre(g, title, font(Font.BOLD, 15), -4);
    return g.toSvg(-TITLE, WIDTH, bottom + TITLE, title);
  }

  private static void across(SvgGraphics g, double y, Color color, BasicStroke stroke) {
    Rectangle2D plot = g.plot();
    if (plot != null) {
      g.setColor(color);
      g.setStroke(stroke);
      g.draw(new Line2D.Double(plot.getMinX(), y, plot.getMaxX(), y));
    }
  }

  private static void centre(SvgGraphics g, String text, Font font, float y) {
    g.setFont(font);
    float width = new TextLayout(text, font, g.getFontRenderContext()).getAdvance();
    g.drawString(text, (WIDTH - width) / 2, y);
  }
}
