package org.resnet4j.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A part of a section of a {@link Page}. All text is plain text: the page escapes it. */
public sealed interface Element {
  /** A paragraph. */
  record Paragraph(String text) implements Element {}

  /** A sentence that must not be missed, such as a verdict, set apart. */
  record Note(String text) implements Element {}

  /**
   * A claim with what became of it, set apart.
   *
   * @param outcome in a word, behind the sign of the mark
   */
  record Claim(Mark mark, String outcome, String text) implements Element {}

  /** A chart with a caption; charts that follow each other stand side by side where they fit. */
  record Figure(Chart chart, String caption) implements Element {}

  /**
   * A table. Columns whose cells are all numbers (a sign, digits, units and ± allowed) are set to
   * the right. A row with more or fewer cells than the header is refused with an {@link
   * IllegalArgumentException}.
   */
  record Table(String caption, List<String> header, List<List<String>> rows) implements Element {
    public Table {
      header = List.copyOf(header);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != header.size()) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "table %s: wanted %d cells in a row, got %d: %s",
                  caption,
                  header.size(),
                  row.size(),
                  row));
        }
      }
    }
  }

  /** Names with values in the order given, such as the settings of a run. */
  record Settings(List<Map.Entry<String, String>> values) implements Element {
    public Settings {
      values = List.copyOf(values);
    }
  }

  /** Text as it is typed: a command line. Long lines are wrapped, not cut. */
  record Command(String text) implements Element {}

  /** Counts of true against predicted classes; see {@link ConfusionMatrix}. */
  record Matrix(ConfusionMatrix counts, String caption) implements Element {}

  /** Small pictures under a heading, in a grid. */
  record Pictures(String heading, List<Picture> pictures) implements Element {
    public Pictures {
      pictures = List.copyOf(pictures);
    }
  }

  /**
   * A picture, or several of one thing side by side, with what is known of it.
   *
   * @param pngs the bytes of PNG files, which become a part of the page
   * @param lines the first of which says what is to be seen
   */
  record Picture(List<byte[]> pngs, List<String> lines) {
    public Picture {
      pngs = List.copyOf(pngs);
      lines = List.copyOf(lines);
    }
  }

  /** Ways to other pages, each with a sentence about what is there. */
  record Links(List<Link> links) implements Element {
    public Links {
      links = List.copyOf(links);
    }
  }

  /**
   * One way to another page. An address of another scheme, as {@code javascript:} has, is refused
   * with an {@link IllegalArgumentException}.
   *
   * @param text the name to press
   * @param href a relative path or an {@code https} address
   * @param note what is there
   */
  record Link(String text, String href, String note) {
    public Link {
      String scheme = href.replaceFirst("[/?#].*", "");
      if (scheme.contains(":") && !href.startsWith("https://")) {
        throw new IllegalArgumentException(
            "link: wanted a relative path or an https address, got " + href);
      }
    }
  }

  /** See {@link Paragraph}. */
  static Element paragraph(String text) {
    return new Paragraph(text);
  }

  /** See {@link Note}. */
  static Element note(String text) {
    return new Note(text);
  }

  /** See {@link Claim}. */
  static Element claim(Mark mark, String outcome, String text) {
    return new Claim(mark, outcome, text);
  }

  /** See {@link Figure}. */
  static Element figure(Chart chart, String caption) {
    return new Figure(chart, caption);
  }

  /** See {@link Table}. */
  static Element table(String caption, List<String> header, List<List<String>> rows) {
    return new Table(caption, header, rows);
  }

  /** See {@link Settings}; give a map that keeps its order. */
  static Element settings(Map<String, String> values) {
    return new Settings(
        values.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue())).toList());
  }

  /** A command line of such words, quoted for a shell where they need it. */
  static Element command(List<String> words) {
    return new Command(
        words.stream()
            .map(
                word ->
                    word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ")));
  }

  /** See {@link Command}. */
  static Element command(String text) {
    return new Command(text);
  }

  /** See {@link Matrix}. */
  static Element matrix(ConfusionMatrix counts, String caption) {
    return new Matrix(counts, caption);
  }

  /** See {@link Pictures}. */
  static Element pictures(String heading, List<Picture> pictures) {
    return new Pictures(heading, pictures);
  }

  /** See {@link Links}. */
  static Element links(Link... links) {
    return new Links(List.of(links));
  }
}
