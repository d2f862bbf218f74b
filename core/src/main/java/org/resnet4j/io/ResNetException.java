package org.resnet4j.io;

/**
 * Something from outside is not as it must be: a file, a picture, a data set, a server's answer.
 * The message is one line for a person: what was expected, what came, what to do.
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

  /** A text with parts that a file chose, as one line of bearable length without control codes. */
  public static String oneLine(String message) {
    String text = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    return text.replaceAll("[\\p{Cc}\u2028\u2029]+", " ");
  }
}
