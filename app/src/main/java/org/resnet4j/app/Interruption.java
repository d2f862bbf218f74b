package org.resnet4j.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jline.utils.Signals;
import org.resnet4j.app.terminal.Answer;

/**
 * Ctrl-C and the signals that end a process as a wish to stop: while open they are noted, and
 * whoever is at work sees it and ends in order. A person who presses Ctrl-C again ends the process
 * at once; other signals often come twice, to a process and to its group.
 *
 * <p>Java would begin to end meanwhile, and with it libraries that are in use: ONNX Runtime frees
 * what it works with, and ImageIO writes no more.
 */
final class Interruption implements AutoCloseable {
  private static final int CTRL_C = 2;

  /** By their numbers in POSIX; a process that one has ended has 128 more as its exit code. */
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", CTRL_C, "TERM", 15);

  private static final int ENDED = 128;

  /** Between two signals that are one wish, and two that a person makes. */
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
      answer.warn("stopping when the work at hand is saved; Ctrl-C again ends at once");
    } else if (number == CTRL_C && System.nanoTime() - first > NANOS_BETWEEN) {
      Runtime.getRuntime().halt(ENDED + number);
    }
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
