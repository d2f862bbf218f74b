package org.resnet4j.image;

import java.io.IOException;

/**
 * A picture that cannot or may not be used: its bytes are at fault, not the reading of them. The
 * message is one line; who knows the name of the file puts it before.
 */
public final class ImageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what was wanted and what came. */
  public ImageException(String message) {
    super(message);
  }

  /** As above, with what caused it. */
  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
