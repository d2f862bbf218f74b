package org.resnet4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.resnet4j.io.AtomicFile;

/**
 * An HTML page in one file, without external resources: it can be mailed, archived and printed. The
 * same content gives the same text.
 */
public final class Page {
  private final String title;
  private final List<KeyFigure> keyFigures = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private String lead = "";
  private String footer = "";

  private record Section(String heading, List<Element> elements) {}

  private Page(String title) {
    this.title = title;
  }

  /** An empty page. */
  public static Page titled(String title) {
    return new Page(title);
  }

  /** The paragraph under the title: what the page shows, in a sentence or two. */
  public Page lead(String text) {
    lead = text;
    return this;
  }

  /** Numbers under the lead. */
  public Page figures(KeyFigure... figures) {
    keyFigures.addAll(List.of(figures));
    return this;
  }

  /** Adds a section. */
  public Page section(String heading, Element... elements) {
    return section(heading, List.of(elements));
  }

  /** Adds a section. */
  public Page section(String heading, List<Element> elements) {
    sections.add(new Section(heading, List.copyOf(elements)));
    return this;
  }

  /** The footer, for example versions and date. */
  public Page footer(String text) {
    footer = text;
    return this;
  }

  /** The whole page. A chart that cannot be drawn here is replaced by a note that says so. */
  public String html() {
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\"");
    out.append(" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n");
    out.append("<title>").append(Html.escape(title)).append("</title>\n");
    out.append("<style>\n").append(css()).append("</style>\n</head>\n<body>\n<main>\n<header>\n");
    out.append("<h1>").append(Html.escape(title)).append("</h1>\n");
    if (!lead.isEmpty()) {
      out.append("<p class=\"lead\">").append(Html.escape(lead)).append("</p>\n");
    }
    tiles(out);
    out.append("</header>\n");
    for (Section section : sections) {
      out.append("<section>\n<h2>").append(Html.escape(section.heading())).append("</h2>\n");
      Elements.write(section.elements(), out);
      out.append("</section>\n");
    }
    if (!footer.isEmpty()) {
      out.append("<footer>").append(Html.escape(footer)).append("</footer>\n");
    }
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  /**
   * Writes the page; a reader of the file sees the old page or the whole new one.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, html());
  }

  private void tiles(StringBuilder out) {
    if (keyFigures.isEmpty()) {
      return;
    }
    out.append("<dl class=\"tiles\">\n");
    for (KeyFigure figure : keyFigures) {
      out.append("<div><dt>").append(Html.escape(figure.label())).append("</dt><dd>");
      out.append(Html.escape(figure.value()));
      if (!figure.unit().isEmpty()) {
        out.append(" <small>").append(Html.escape(figure.unit())).append("</small>");
      }
      out.append("</dd></div>\n");
    }
    out.append("</dl>\n");
  }

  private static String css() {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("page.css is missing beside " + Page.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
