package org.resnet4j.io.download;

import org.resnet4j.io.ResNetException;

/** A file that cannot be fetched, or that is not the expected one. */
public final class DownloadException extends ResNetException {
  private static final long serialVersionUID = 1L;

  public DownloadException(String message) {
    super(message);
  }

  public DownloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
