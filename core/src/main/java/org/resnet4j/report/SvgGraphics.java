package org.resnet4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects shapes as SVG. Text arrives as outlines, so the picture is the same on every machine
 * that shows it.
 *
 * <p>A colour with an {@link Ink} becomes a class name, which a page may restyle, beside a plain
 * attribute for viewers without the page. No element carries an id: many pictures share one page.
 */
final class SvgGraphics extends ShapeGraphics {
  /** How every picture begins. */
  static final String BEGIN = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\"";

  /**
   * How a colour is written.
   *
   * @param style the class name, or nothing
   * @param paint the value of {@code fill} and {@code stroke} without a style sheet
   * @param opacity 0 to 1
   */
  record Ink(String style, String paint, double opacity) {}

  private final Map<Color, Ink> inks;
  private final StringBuilder body = new StringBuilder();
  private @Nullable Rectangle2D plot;
  private boolean clipped;

  SvgGraphics(Map<Color, Ink> inks) {
    this.inks = inks;
  }

  /** The first clip that was set: the rectangle inside the axes. */
  @Nullable Rectangle2D plot() {
    return plot;
  }

  /** The whole picture from height {@code top} down, scaled by whoever shows it. */
  String toSvg(int top, int width, int height, String title) {
    endClip();
    return BEGIN
        + " role=\"img\" viewBox=\"0 "
        + top
        + " "
        + width
        + " "
        + height
        + "\" width=\""
        + width
        + "\" height=\""
        + height
        + "\"><title>"
        + Html.escape(title)
        + "</title>"
        + body
        + "</svg>";
  }

  @Override
  public void fill(Shape shape) {
    Color color = getColor();
    String path = path(shape);
    if (color.getAlpha() > 0 && !path.isEmpty()) {
      body.append("<path d=\"").append(path).append('"');
      paint("fill", color);
      body.append("/>");
    }
  }

  @Override
  public void draw(Shape shape) {
    Color color = getColor();
    String path = path(shape);
    if (color.getAlpha() == 0 || path.isEmpty()) {
      return;
    }
    body.append("<path d=\"").append(path).append("\" fill=\"none\"");
    paint("stroke", color);
    if (getStroke() instanceof BasicStroke line) {
      body.append(" stroke-width=\"");
      number(body, line.getLineWidth());
      body.append("\" stroke-linejoin=\"round\"");
      if (line.getEndCap() == BasicStroke.CAP_ROUND) {
        body.append(" stroke-linecap=\"round\"");
      }
      float[] dashes = line.getDashArray();
      if (dashes != null) {
        body.append(" stroke-dasharray=\"");
        for (int i = 0; i < dashes.length; i++) {
          number(body.append(i == 0 ? "" : " "), dashes[i]);
        }
        body.append('"');
      }
    }
    body.append("/>");
  }

  private void paint(String attribute, Color color) {
    Ink ink = inks.get(color);
    double opacity = ink == null ? color.getAlpha() / 255.0 : ink.opacity();
    if (ink == null) {
      body.append(
          String.format(
              Locale.ROOT,
              " %s=\"#%02x%02x%02x\"",
              attribute,
              color.getRed(),
              color.getGreen(),
              color.getBlue()));
    } else {
      // "f-" and "s-": a style sheet cannot tell by the class alone whether to fill or to stroke.
      if (!ink.style().isEmpty()) {
        body.append(" class=\"").append(attribute.charAt(0)).append('-');
        body.append(ink.style()).append('"');
      }
      body.append(' ').append(attribute).append("=\"").append(ink.paint()).append('"');
    }
    if (opacity < 1) {
      body.append(' ').append(attribute).append("-opacity=\"");
      number(body, opacity);
      body.append('"');
    }
  }

  /** A nested svg cuts what is outside of it, and unlike a clip path needs no id. */
  @Override
  public void setClip(@Nullable Shape clip) {
    super.setClip(clip);
    endClip();
    if (clip != null) {
      Rectangle2D area = clip.getBounds2D();
      plot = plot == null ? area : plot;
      clipped = true;
      String x = number(area.getX());
      String y = number(area.getY());
      String width = number(area.getWidth());
      String height = number(area.getHeight());
      body.append("<svg x=\"").append(x).append("\" y=\"").append(y);
      body.append("\" width=\"").append(width).append("\" height=\"").append(height);
      body.append("\" viewBox=\"");
      body.append(String.join(" ", x, y, width, height)).append("\">");
    }
  }

  private void endClip() {
    if (clipped) {
      body.append("</svg>");
      clipped = false;
    }
  }

  private String path(Shape shape) {
    StringBuilder out = new StringBuilder();
    double[] at = new double[6];
    for (PathIterator i = shape.getPathIterator(getTransform()); !i.isDone(); i.next()) {
      int kind = i.currentSegment(at);
      out.append("MLQCZ".charAt(kind));
      int count =
          switch (kind) {
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CUBICTO -> 6;
            case PathIterator.SEG_CLOSE -> 0;
            default -> 2;
          };
      for (int j = 0; j < count; j++) {
        number(out.append(j == 0 ? "" : " "), at[j]);
      }
    }
    return out.toString();
  }

  private static String number(double value) {
    StringBuilder out = new StringBuilder();
    number(out, value);
    return out.toString();
  }

  /** At most two decimals, with a point in every locale. */
  private static void number(StringBuilder out, double value) {
    long hundredths = Math.round(value * 100);
    if (hundredths < 0) {
      out.append('-');
      hundredths = -hundredths;
    }
    out.append(hundredths / 100);
    long rest = hundredths % 100;
    if (rest != 0) {
      out.append('.').append(rest / 10);
      if (rest % 10 != 0) {
        out.append(rest % 10);
      }
    }
  }
}
