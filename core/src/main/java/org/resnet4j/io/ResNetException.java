package org.resnet4j.io;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Invalid external input: a file, an image, a data set, a server's response. The message is one
 * human-readable line that begins with the source, where that is known: what was expected, what was
 * found, what to do. Failures of I/O itself are {@link java.io.IOException}s.
 */
public class ResNetException extends RuntimeException {
  private static final long serialVersionUID = 2L;

  /** Files choose the names in a message, so its length needs a limit. */
  private static final int LONGEST = 2000;

  private final @Nullable String source;
  private final String reason;

  /** With the source of the invalid input, such as a path or an address, if known. */
  protected ResNetException(@Nullable Object source, String message, @Nullable Throwable cause) {
    super(oneLine(source == null ? message : source + ": " + message), cause);
    this.source = source == null ? null : source.toString();
    this.reason = oneLine(message);
  }

  /** The file, address or name of the invalid input, if known. */
  public Optional<String> source() {
    return Optional.ofNullable(source);
  }

  /** The message without the source. */
  public String reason() {
    return reason;
  }

  /** Untrusted text as one line of limited length without control characters. */
  public static String oneLine(String message) {
    String text = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    return text.replaceAll("[\\p{Cc}\u2028\u2029]+", " ");
  }
}
