package org.resnet4j.io.download;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A transfer that may succeed when it is retried. */
final class BrokenTransfer extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean afresh;
  private final Duration pause;

  private BrokenTransfer(
      String message, @Nullable Throwable cause, boolean afresh, Duration pause) {
    super(message, cause);
    this.afresh = afresh;
    this.pause = pause;
  }

  /** It can resume from where it broke. */
  BrokenTransfer(String message, Throwable cause) {
    this(message, cause, false, Duration.ZERO);
  }

  /** The server asks to retry after a pause. */
  static BrokenTransfer later(String message, Duration pause) {
    return new BrokenTransfer(message, null, false, pause);
  }

  /** The server cannot resume from the partial file: fetch the whole file. */
  static BrokenTransfer afresh(String message) {
    return new BrokenTransfer(message, null, true, Duration.ZERO);
  }

  /** Whether the next attempt should ask for the whole file. */
  boolean isAfresh() {
    return afresh;
  }

  /** The wait that the server requests. */
  Duration pause() {
    return pause;
  }
}
