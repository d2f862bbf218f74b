package org.resnet4j.image;

import org.resnet4j.io.ResNetException;

/** An image that cannot or may not be used: its bytes are at fault, not I/O. */
public final class ImageException extends ResNetException {
  private static final long serialVersionUID = 2L;

  /** With what was expected and what was found. */
  public ImageException(String message) {
    super(null, message, null);
  }

  /** As above, with a cause. */
  public ImageException(String message, Throwable cause) {
    super(null, message, cause);
  }

  private ImageException(Object source, ImageException found) {
    super(source, String.valueOf(found.getMessage()), found);
  }

  /** The same of a source that the decoder did not know. */
  public ImageException in(Object source) {
    return new ImageException(source, this);
  }
}
