package org.resnet4j.weights;

import java.io.IOException;

/** A file of weights is not what it should be; the message is one line that says what is wrong. */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1;

  public WeightsException(String message) {
    super(message);
  }

  public WeightsException(String message, Throwable cause) {
    super(message, cause);
  }
}
