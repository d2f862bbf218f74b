package org.resnet4j.app.terminal;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Standard output or standard error with untrusted text made safe. Names of files and classes may
 * be hostile, so terminal control characters and bidirectional controls are escaped as {@code
 * \}{@code u001b}, which in JSON decodes to the same text.
 */
public final class Output extends PrintWriter {
  /** Control characters other than tabs and line ends, and bidirectional controls. */
  private static final Pattern OBEYED =
      Pattern.compile(
          "[\\p{Cc}&&[^\\n\\r\\t]]|\\r(?!\\n)"
              + "|[\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

  private final Writer raw;

  private Output(Writer raw) {
    super(new Shown(raw), true);
    this.raw = raw;
  }

  /** Returns an output for answers, which throws {@link Lost} as soon as a write fails. */
  public static Output answers(Writer to) {
    return new Output(new Strict(to));
  }

  /**
   * Returns an output for messages, whose write errors are ignored: there is nowhere to report
   * them.
   */
  public static Output messages(Writer to) {
    return new Output(to);
  }

  /** Escapes all control characters of a text, including line ends. */
  static String visible(String text) {
    return escaped(text).replace("\r", "\\u000d").replace("\n", "\\u000a");
  }

  private static String escaped(String text) {
    return OBEYED
        .matcher(text)
        .replaceAll(
            match -> String.format(Locale.ROOT, "\\\\u%04x", (int) match.group().charAt(0)));
  }

  /** Prints a text as one line, with line ends escaped. */
  public void line(String text) {
    println(visible(FlagHints.added(text)));
  }

  /**
   * Writes a text unescaped: machine-readable output, or the control characters of a progress bar.
   */
  void raw(String text) {
    try {
      raw.write(text);
      raw.flush();
    } catch (IOException e) {
      setError();
    }
  }

  /** Signals that an answer could not be written; an Error, so that no handler swallows it. */
  public static final class Lost extends IOError {
    private static final long serialVersionUID = 1;

    private final String reason;

    Lost(IOException why) {
      super(why);
      reason = String.valueOf(why.getMessage());
    }

    /** The reason given by the system. */
    public String reason() {
      return reason;
    }

    /** Whether the reader closed the pipe, as {@code head} does. */
    public boolean isClosedPipe() {
      return reason.toLowerCase(Locale.ROOT).contains("pipe");
    }
  }

  /** Escapes terminal control characters. */
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

  /** Throws the errors that a {@link PrintWriter} only records. */
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
