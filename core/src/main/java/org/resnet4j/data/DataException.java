package org.resnet4j.data;

import org.resnet4j.io.ResNetException;

/**
 * Data that is missing, broken or not what was asked for. The message is one line for a person:
 * what was wanted, what came, what to do.
 */
public final class DataException extends ResNetException {
  private static final long serialVersionUID = 1L;

  /** With what was wanted, what came and what to do. */
  public DataException(String message) {
    super(message);
  }

  /** As above, with what caused it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
