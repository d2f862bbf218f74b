package org.resnet4j.data;

import org.resnet4j.io.ResNetException;

/**
 * Data that is missing, damaged or not as requested. The message is one human-readable line: what
 * was expected, what was found, what to do.
 */
public final class DataException extends ResNetException {
  private static final long serialVersionUID = 1L;

  /** With what was expected, what was found and what to do. */
  public DataException(String message) {
    super(message);
  }

  /** As above, with what caused it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
