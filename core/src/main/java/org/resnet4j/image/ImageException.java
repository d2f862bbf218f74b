package org.resnet4j.image;

/** A picture that cannot or may not be decoded. The message is one line without the file's name. */
public final class ImageException extends Exception {
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
