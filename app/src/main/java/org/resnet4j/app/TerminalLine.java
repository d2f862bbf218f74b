package org.resnet4j.app;

import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, where a bar moves. The progress bar's own consumer asks jline for
 * the width, which takes the signals of the process for itself: Ctrl-C would end it at once, and
 * nothing would be saved.
 *
 * @param columns the terminal's width, or 0 if there is none
 */
record TerminalLine(int columns) implements ProgressBarConsumer {
  @Override
  public int getMaxRenderedLength() {
    return columns - 1;
  }

  @Override
  public void accept(String text) {
    System.err.print("\r" + text);
    System.err.flush();
  }

  /** Makes room for another text. */
  @Override
  public void clear() {
    accept(" ".repeat(getMaxRenderedLength()) + "\r");
  }

  @Override
  public void close() {
    System.err.println();
  }
}
