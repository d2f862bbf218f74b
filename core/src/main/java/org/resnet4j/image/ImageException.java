package org.resnet4j.image;

import java.io.IOException;

/**
 * An image that cannot or may not be used: its bytes are at fault, not I/O. The message is one line
 * without the file's name, which callers prepend.
 */
public final class ImageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what was expected and what was found. */
  public ImageException(String message) {
    super(message);
  }

  /** As above, with a cause. */
  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
