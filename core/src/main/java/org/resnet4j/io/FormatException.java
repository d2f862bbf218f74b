package org.resnet4j.io;

import java.io.IOException;

/** A file is not in the expected format; the message is one line that says what is wrong. */
public class FormatException extends IOException {
  private static final long serialVersionUID = 1;

  public FormatException(String message) {
    super(ResNetException.oneLine(message));
  }

  public FormatException(String message, Throwable cause) {
    super(ResNetException.oneLine(message), cause);
  }
}
