package org.resnet4j.app.terminal;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Standard output or standard error as text for people. Names of files and classes come from
 * strangers, so characters that a terminal obeys or that turn the direction of writing are shown as
 * {@code \}{@code u001b}, which in JSON still says the same text.
 */
public final class Output extends PrintWriter {
  /** Control characters but tabs and ends of lines, and those that order bidirectional text. */
  private static final Pattern OBEYED =
      Pattern.compile(
          "[\\p{Cc}&&[^\\n\\r\\t]]|\\r(?!\\n)"
              + "|[\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

  private final Writer raw;

  private Output(Writer raw) {
    super(new Shown(raw), true);
    this.raw = raw;
  }

  /** For answers: what cannot be written is {@link Lost}, at once. */
  public static Output answers(Writer to) {
    return new Output(new Strict(to));
  }

  /** For messages beside the answer, whose loss nobody could be told. */
  public static Output messages(Writer to) {
    return new Output(to);
  }

  /** A text in which every character is seen, also the ends of lines. */
  static String visible(String text) {
    return escaped(text).replace("\r", "\\u000d").replace("\n", "\\u000a");
  }

  private static String escaped(String text) {
    return OBEYED
        .matcher(text)
        .replaceAll(
            match -> String.format(Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
  }

  /** Prints one line, whatever the text contains. */
  public void line(String text) {
    println(visible(text));
  }

  /** Writes a text as it is: data for programs, or what moves a progress bar. */
  void raw(String text) {
    try {
      raw.write(text);
      raw.flush();
    } catch (IOException e) {
      setError();
    }
  }

  /**
   * An answer that could not be written: an error, so that nothing on its way takes it for less.
   */
  public static final class Lost extends IOError {
    private static final long serialVersionUID = 1;

    private final String reason;

    Lost(IOException why) {
      super(why);
      reason = String.valueOf(why.getMessage());
    }

    /** Why, as the system says it. */
    public String reason() {
      return reason;
    }

    /** Whether the reader has seen enough, as {@code head} does. */
    public boolean isClosedPipe() {
      return reason.toLowerCase(Locale.ROOT).contains("pipe");
    }
  }

  /** Shows what a terminal would obey. */
  private static final class Shown extends Writer {
    private final Writer to;

    Shown(Writer to) {
      this.to = to;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      to.write(escaped(new String(text, from, length)));
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }

    @Override
    public void close() throws IOException {
      to.close();
    }
  }

  /** Throws what a {@link PrintWriter} would only note. */
  private static final class Strict extends Writer {
    private final Writer to;

    Strict(Writer to) {
      this.to = to;
    }

    @Override
    public void write(char[] text, int from, int length) {
      try {
        to.write(text, from, length);
      } catch (IOException e) {
        throw new Lost(e);
      }
    }

    @Override
    public void flush() {
      try {
        to.flush();
      } catch (IOException e) {
        throw new Lost(e);
      }
    }

    @Override
    public void close() throws IOException {
      to.close();
    }
  }
}
