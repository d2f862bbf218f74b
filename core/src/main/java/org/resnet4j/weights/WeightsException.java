package org.resnet4j.weights;

import java.io.IOException;

/** A file of weights is not what it should be; the message is one line that says what is wrong. */
public class WeightsException extends IOException {
  private static final long serialVersionUID = 1;

  /** Files choose the names in a message, so its length needs a limit. */
  private static final int LONGEST = 2000;

  public WeightsException(String message) {
    super(oneLine(message));
  }

  public WeightsException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** A text with parts that a file chose, as one line of bearable length without control codes. */
  public static String oneLine(String message) {
    String text = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    return text.replaceAll("[\\p{Cc}\u2028\u2029]+", " ");
  }
}
