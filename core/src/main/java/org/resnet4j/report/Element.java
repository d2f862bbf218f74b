package org.resnet4j.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A part of a section of a {@link Page}. All text is plain text: the page escapes it. */
public sealed interface Element {
  /** A paragraph. */
  record Paragraph(String text) implements Element {}

  /** A highlighted sentence, for example a verdict. */
  record Note(String text) implements Element {}

  /**
   * A highlighted claim with its outcome.
   *
   * @param outcome in one word, after the sign of the mark
   */
  record Claim(Mark mark, String outcome, String text) implements Element {}

  /** A chart with a caption; consecutive charts stand side by side where they fit. */
  record Figure(Chart chart, String caption) implements Element {}

  /**
   * A table. Columns whose cells are all numbers (a sign, digits, units and ± allowed) are
   * right-aligned. A row with more or fewer cells than the header throws an {@link
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
                  "table %s: expected %d cells in a row, got %d: %s",
                  caption,
                  header.size(),
                  row.size(),
                  row));
        }
      }
    }
  }

  /** Names with values in the order given, for example the settings of a run. */
  record Settings(List<Map.Entry<String, String>> values) implements Element {
    public Settings {
      values = List.copyOf(values);
    }
  }

  /** A command line. Long lines are wrapped, not cut. */
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
   * One or more pictures of one subject side by side, with a description.
   *
   * @param pngs the bytes of PNG files, which are embedded in the page
   * @param lines of text, the first of which names the subject
   */
  record Picture(List<byte[]> pngs, List<String> lines) {
    public Picture {
      pngs = List.copyOf(pngs);
      lines = List.copyOf(lines);
    }
  }

  /** Links to other pages, each with a sentence about the target. */
  record Links(List<Link> links) implements Element {
    public Links {
      links = List.copyOf(links);
    }
  }

  /**
   * A link to another page. An address of another scheme, for example {@code javascript:}, throws
   * an {@link IllegalArgumentException}.
   *
   * @param text of the link
   * @param href a relative path or an {@code https} address
   * @param note about the target
   */
  record Link(String text, String href, String note) {
    public Link {
      String scheme = href.replaceFirst("[/?#].*", "");
      if (scheme.contains(":") && !href.startsWith("https://")) {
        throw new IllegalArgumentException(
            "link: expected a relative path or an https address, got " + href);
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

  /** See {@link Settings}; pass an ordered map. */
  static Element settings(Map<String, String> values) {
    return new Settings(
        values.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue())).toList());
  }

  /** A command line of these words, shell-quoted where necessary. */
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
