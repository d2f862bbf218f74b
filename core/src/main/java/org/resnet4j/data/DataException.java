package org.resnet4j.data;

import org.resnet4j.io.ResNetException;

/** Data that are missing, damaged or not as requested. */
public final class DataException extends ResNetException {
  private static final long serialVersionUID = 2L;

  /** With what was expected, what was found and what to do. */
  public DataException(String message) {
    super(null, message, null);
  }

  /** As above, with a cause. */
  public DataException(String message, Throwable cause) {
    super(null, message, cause);
  }

  /** As above, of a source that the message is to begin with. */
  public DataException(Object source, String message) {
    super(source, message, null);
  }

  /** As above, with a cause. */
  public DataException(Object source, String message, Throwable cause) {
    super(source, message, cause);
  }
}
