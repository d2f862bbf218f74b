package org.resnet4j.io;

/** A file that is not in the expected format or is damaged. */
public class FormatException extends ResNetException {
  private static final long serialVersionUID = 2L;

  /** With what was expected, what was found and what to do. */
  public FormatException(String message) {
    super(null, message, null);
  }

  /** As above, with a cause. */
  public FormatException(String message, Throwable cause) {
    super(null, message, cause);
  }

  /** With the source, which begins the message. */
  public FormatException(Object source, String message) {
    super(source, message, null);
  }

  /** As above, with a cause. */
  public FormatException(Object source, String message, Throwable cause) {
    super(source, message, cause);
  }

  /** A copy with a source that was unknown where it was thrown. */
  public FormatException in(Object source) {
    return new FormatException(source, String.valueOf(getMessage()), this);
  }
}
