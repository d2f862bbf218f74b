package org.resnet4j.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jline.utils.Signals;
import org.resnet4j.app.terminal.Answer;

/**
 * Turns SIGINT, SIGHUP and SIGTERM into a request to stop, which long work polls in order to shut
 * down cleanly. A second Ctrl-C kills the process at once; other signals often arrive twice, once
 * for the process and once for its group.
 *
 * <p>Otherwise Java would start its shutdown, and with it that of libraries in use: ONNX Runtime
 * frees its objects, and ImageIO stops writing.
 */
final class Interruption implements AutoCloseable {
  private static final int CTRL_C = 2;

  /** POSIX signal numbers; the exit code of a process killed by one is 128 more. */
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", CTRL_C, "TERM", 15);

  private static final int ENDED = 128;

  /** Signals closer together than this count as one request. */
  private static final long NANOS_BETWEEN = 1_000_000_000;

  private final Answer answer;
  private final Map<String, Object> before = new LinkedHashMap<>();
  private volatile int exitCode;
  private long first;

  Interruption(Answer answer) {
    this.answer = answer;
    SIGNALS.forEach((name, number) -> before.put(name, Signals.register(name, () -> note(number))));
  }

  private synchronized void note(int number) {
    if (!requested()) {
      first = System.nanoTime();
      exitCode = ENDED + number;
      answer.warn(
          "stopping once the current work is saved"
              + (number == CTRL_C ? "; press Ctrl-C again to quit at once" : ""));
    } else if (number == CTRL_C && System.nanoTime() - first > NANOS_BETWEEN) {
      Runtime.getRuntime().halt(ENDED + number);
    }
  }

  /** Whether a stop was requested. */
  boolean requested() {
    return exitCode != 0;
  }

  /** The exit code of the process: 0 unless a stop was requested. */
  int exitCode() {
    return exitCode;
  }

  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
