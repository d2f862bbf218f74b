package org.resnet4j.report;

import org.resnet4j.report.Palette.Ink;
import org.resnet4j.report.Palette.Line;

/**
 * Builds the text of an SVG picture. Colours of series are class names, which a page may restyle,
 * beside a plain attribute for viewers without the page. No element carries an id: many pictures
 * share one page.
 */
final class Svg {
  /** The beginning of every picture. */
  static final String BEGIN = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\"";

  /** The alignment of a text: after, around or before its point. */
  enum Anchor {
    START,
    MIDDLE,
    END;

    private String attribute() {
      return switch (this) {
        case START -> "";
        case MIDDLE -> " text-anchor=\"middle\"";
        case END -> " text-anchor=\"end\"";
      };
    }
  }

  private final StringBuilder body = new StringBuilder();

  /** Fills a path. */
  void fill(String path, Ink ink) {
    body.append("<path d=\"").append(path).append('"').append(paint("fill", ink)).append("/>");
  }

  /** Draws along a path. */
  void draw(String path, Ink ink, Line line) {
    body.append("<path d=\"").append(path).append("\" fill=\"none\"").append(paint("stroke", ink));
    body.append(" stroke-width=\"").append(line.width()).append("\" stroke-linejoin=\"round\"");
    if (!line.dashes().isEmpty()) {
      body.append(" stroke-dasharray=\"").append(line.dashes()).append('"');
    }
    body.append("/>");
  }

  /** Writes a text in the colour of the text around the picture. */
  void text(String text, double x, double y, Anchor anchor, int size, String attributes) {
    body.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    body.append("\" font-size=\"").append(size).append("\" fill=\"currentColor\"");
    body.append(anchor.attribute()).append(attributes).append('>');
    body.append(Html.escape(text)).append("</text>");
  }

  /** The attribute that rotates an element about a point, in degrees. */
  static String turned(int degrees, double x, double y) {
    return " transform=\"rotate(" + degrees + " " + number(x) + " " + number(y) + ")\"";
  }

  /** The whole picture from height {@code top} down, scaled by the viewer. */
  String picture(int top, int width, int height, String title) {
    return BEGIN
        + String.format(
            java.util.Locale.ROOT,
            " role=\"img\" font-family=\"sans-serif\" viewBox=\"0 %d %d %d\" width=\"%d\""
                + " height=\"%d\">",
            top,
            width,
            height,
            width,
            height)
        + "<title>"
        + Html.escape(title)
        + "</title>"
        + body
        + "</svg>";
  }

  /** "f-" and "s-": a style sheet cannot tell by the class alone whether to fill or to stroke. */
  private static String paint(String attribute, Ink ink) {
    return (ink.style().isEmpty()
            ? ""
            : " class=\"" + attribute.charAt(0) + "-" + ink.style() + "\"")
        + " "
        + attribute
        + "=\""
        + ink.paint()
        + "\""
        + (ink.opacity().equals("1") ? "" : " " + attribute + "-opacity=\"" + ink.opacity() + "\"");
  }

  static String line(double x1, double y1, double x2, double y2) {
    return "M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2);
  }

  static String rectangle(double x, double y, double width, double height) {
    return "M"
        + number(x)
        + " "
        + number(y)
        + "h"
        + number(width)
        + "v"
        + number(height)
        + "h"
        + number(-width)
        + "z";
  }

  /** At most two decimals, with a point in every locale. */
  static String number(double value) {
    long hundredths = Math.round(value * 100);
    String digits = Long.toString(Math.abs(hundredths));
    String padded = "0".repeat(Math.max(0, 3 - digits.length())) + digits;
    int point = padded.length() - 2;
    String rest = padded.substring(point).replaceAll("0+$", "");
    return (hundredths < 0 ? "-" : "")
        + padded.substring(0, point)
        + (rest.isEmpty() ? "" : "." + rest);
  }

  /**
   * The approximate width of a text. The viewer chooses the font, so nothing may depend on the last
   * pixel; the proportions are those of DejaVu Sans, a wide font.
   */
  static double width(String text, int size) {
    double width = text.codePoints().mapToDouble(Svg::share).sum();
    return width * size;
  }

  private static double share(int c) {
    if ("ijlI.,:;'|!".indexOf(c) >= 0) {
      return 0.31;
    }
    if (" ftr()[]-/".indexOf(c) >= 0) {
      return 0.38;
    }
    if ("mwMW%@".indexOf(c) >= 0) {
      return 0.93;
    }
    return Character.isUpperCase(c) ? 0.69 : c < 0x2E80 ? 0.61 : 1;
  }
}
