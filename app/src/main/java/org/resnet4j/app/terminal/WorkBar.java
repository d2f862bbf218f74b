package org.resnet4j.app.terminal;

import java.util.Locale;

/** The progress line of work on many items, shown only on a terminal and for longer work. */
public final class WorkBar implements AutoCloseable {
  private static final double SECONDS_BEFORE = 1;

  private final String things;
  private final int total;
  private final TerminalLine line;
  private final long start = System.nanoTime();
  private boolean shown;

  public WorkBar(String things, int total, Answer answer) {
    this.things = things;
    this.total = total;
    this.line = answer.lastLine();
  }

  /** Reports the number of items done; called by any thread. */
  public synchronized void at(int done) {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (line.isSeen() && done < total && seconds > SECONDS_BEFORE) {
      shown = true;
      line.show(
          String.format(
              Locale.ROOT,
              "%,d of %,d %s, %.0f per second, %s left",
              done,
              total,
              things,
              done / seconds,
              TerminalProgress.time(seconds / done * (total - done))));
    }
  }

  /** Clears the line for other text. */
  public synchronized void clear() {
    if (shown) {
      shown = false;
      line.clear();
    }
  }

  @Override
  public void close() {
    clear();
  }
}
