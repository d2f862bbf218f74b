package org.resnet4j.report;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The HTML of each kind of {@link Element}. */
final class Elements {
  /** Numbers with sign, spread, unit or multiple; a dash where there is none. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+−]?[\\d.,  ]*\\d([eE][-+]?\\d+)?( ?[±×/] ?[\\d.,]+)*( ?[%×A-Za-zµ]{0,6})|[–-]?");

  private Elements() {}

  static void write(List<Element> elements, StringBuilder out) {
    boolean gallery = false;
    for (Element element : elements) {
      boolean figure = element instanceof Element.Figure;
      if (figure != gallery) {
        out.append(figure ? "<div class=\"gallery\">\n" : "</div>\n");
        gallery = figure;
      }
      write(element, out);
    }
    out.append(gallery ? "</div>\n" : "");
  }

  private static void write(Element element, StringBuilder out) {
    // Instance tests, not a switch: Java 17 has no patterns in switch.
    if (element instanceof Element.Paragraph paragraph) {
      wrap(out, "<p>", paragraph.text(), "</p>\n");
    } else if (element instanceof Element.Note note) {
      wrap(out, "<p class=\"note\">", note.text(), "</p>\n");
    } else if (element instanceof Element.Claim claim) {
      claim(claim, out);
    } else if (element instanceof Element.Command command) {
      wrap(out, "<pre><code>", command.text(), "</code></pre>\n");
    } else if (element instanceof Element.Figure figure) {
      figure(figure, out);
    } else if (element instanceof Element.Table table) {
      table(table, out);
    } else if (element instanceof Element.Settings settings) {
      settings(settings, out);
    } else if (element instanceof Element.Matrix matrix) {
      out.append("<figure class=\"wide\">\n");
      scroll(out, matrix.caption(), matrix.counts().html());
      wrap(out, "<figcaption>", matrix.caption(), "</figcaption>\n</figure>\n");
    } else if (element instanceof Element.Pictures pictures) {
      pictures(pictures, out);
    } else if (element instanceof Element.Links links) {
      links(links, out);
    }
  }

  /** The sign is hidden from screen readers, as the word says the same. */
  private static void claim(Element.Claim claim, StringBuilder out) {
    Mark mark = claim.mark();
    out.append("<p class=\"claim ").append(mark.style()).append("\"><span class=\"mark\">");
    wrap(out, "<span aria-hidden=\"true\">", mark.sign(), "</span> ");
    wrap(out, "", claim.outcome(), "</span> ");
    wrap(out, "", claim.text(), "</p>\n");
  }

  private static void wrap(StringBuilder out, String before, String text, String after) {
    out.append(before).append(Html.escape(text)).append(after);
  }

  /** Wide content scrolls in its own box, which the keyboard can reach. */
  private static void scroll(StringBuilder out, String label, String html) {
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    out.append(Html.escape(label)).append("\">\n").append(html).append("\n</div>\n");
  }

  private static void figure(Element.Figure figure, StringBuilder out) {
    out.append("<figure>\n");
    out.append(figure.chart().svg()).append('\n');
    wrap(out, "<figcaption>", figure.caption(), "</figcaption>\n</figure>\n");
  }

  private static void table(Element.Table table, StringBuilder out) {
    boolean[] numbers = new boolean[table.header().size()];
    IntStream.range(0, numbers.length)
        .forEach(
            i ->
                numbers[i] =
                    !table.rows().isEmpty()
                        && table.rows().stream()
                            .allMatch(row -> NUMBER.matcher(row.get(i)).matches()));
    StringBuilder html = new StringBuilder("<table>");
    if (!table.caption().isEmpty()) {
      wrap(html, "<caption>", table.caption(), "</caption>");
    }
    html.append("<thead>");
    row("th scope=\"col\"", "th", table.header(), numbers, html);
    html.append("</thead><tbody>\n");
    for (List<String> row : table.rows()) {
      row("td", "td", row, numbers, html);
    }
    scroll(out, table.caption(), html.append("</tbody></table>").toString());
  }

  private static void row(
      String open, String close, List<String> cells, boolean[] numbers, StringBuilder out) {
    out.append("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      String start = "<" + open + (numbers[i] ? " class=\"number\">" : ">");
      wrap(out, start, cells.get(i), "</" + close + ">");
    }
    out.append("</tr>\n");
  }

  private static void settings(Element.Settings settings, StringBuilder out) {
    out.append("<dl class=\"settings\">\n");
    for (Map.Entry<String, String> entry : settings.values()) {
      wrap(out, "<div><dt>", entry.getKey(), "</dt>");
      wrap(out, "<dd>", entry.getValue(), "</dd></div>\n");
    }
    out.append("</dl>\n");
  }

  private static void pictures(Element.Pictures pictures, StringBuilder out) {
    wrap(out, "<h3>", pictures.heading(), "</h3>\n");
    out.append("<ul class=\"pictures\">\n");
    for (Element.Picture picture : pictures.pictures()) {
      out.append("<li><div>");
      for (byte[] png : picture.pngs()) {
        out.append("<img alt=\"\" src=\"data:image/png;base64,");
        out.append(Base64.getEncoder().encodeToString(png)).append("\">");
      }
      out.append("</div>\n");
      picture.lines().forEach(line -> wrap(out, "<p>", line, "</p>\n"));
      out.append("</li>\n");
    }
    out.append("</ul>\n");
  }

  private static void links(Element.Links links, StringBuilder out) {
    out.append("<ul class=\"links\">\n");
    for (Element.Link link : links.links()) {
      wrap(out, "<li><a href=\"", link.href(), "\">");
      wrap(out, "", link.text(), "</a>");
      wrap(out, "<p>", link.note(), "</p></li>\n");
    }
    out.append("</ul>\n");
  }
}
