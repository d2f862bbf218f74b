package org.resnet4j.io;

/**
 * Invalid external input: a file, an image, a data set, a server's response. The message is one
 * human-readable line: what was expected, what was found, what to do.
 */
public class ResNetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Files choose the names in a message, so its length needs a limit. */
  private static final int LONGEST = 2000;

  public ResNetException(String message) {
    super(oneLine(message));
  }

  public ResNetException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Untrusted text as one line of limited length without control characters. */
  public static String oneLine(String message) {
    String text = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    return text.replaceAll("[\\p{Cc}\u2028\u2029]+", " ");
  }
}
