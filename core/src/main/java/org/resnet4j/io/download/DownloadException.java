package org.resnet4j.io.download;

import org.resnet4j.io.ResNetException;

/** A file that cannot be fetched, or that is not the expected one. */
public final class DownloadException extends ResNetException {
  private static final long serialVersionUID = 2L;

  /** With what was expected, what was found and what to do. */
  public DownloadException(String message) {
    super(null, message, null);
  }

  /** As above, with a cause. */
  public DownloadException(String message, Throwable cause) {
    super(null, message, cause);
  }

  /** As above, of a source that the message is to begin with. */
  public DownloadException(Object source, String message) {
    super(source, message, null);
  }

  /** As above, with a cause. */
  public DownloadException(Object source, String message, Throwable cause) {
    super(source, message, cause);
  }
}
