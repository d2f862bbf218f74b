package org.resnet4j.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jline.utils.Signals;

/**
 * Ctrl-C and the signals that end a process as a wish to stop: while open, the first one is noted,
 * and whoever is at work sees it and ends in order. The second one ends the process at once.
 *
 * <p>Java would begin to end meanwhile, and with it libraries that are in use: ONNX Runtime frees
 * what it works with, and ImageIO writes no more.
 */
final class Interruption implements AutoCloseable {
  /** By their numbers in POSIX; a process that one has ended has 128 more as its exit code. */
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private static final int ENDED = 128;

  private final Map<String, Object> before = new LinkedHashMap<>();
  private volatile int exitCode;

  Interruption() {
    SIGNALS.forEach(
        (name, number) -> before.put(name, Signals.register(name, () -> note(ENDED + number))));
  }

  private void note(int code) {
    if (requested()) {
      Runtime.getRuntime().halt(code);
    }
    exitCode = code;
  }

  /** Whether the process was asked to end. */
  boolean requested() {
    return exitCode != 0;
  }

  /** What the process ends with: 0, unless it was asked to end. */
  int exitCode() {
    return exitCode;
  }

  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
