package org.resnet4j.app.terminal;

import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, where a bar moves. The progress bar's own consumer asks jline for
 * the width, which takes the signals of the process for itself: Ctrl-C would end it at once, and
 * nothing would be saved.
 *
 * @param columns the terminal's width, or 0 if there is none
 * @param to standard error
 */
record TerminalLine(int columns, Output to) implements ProgressBarConsumer {
  /** Whether anybody sees it. */
  boolean isSeen() {
    return columns > 0;
  }

  @Override
  public int getMaxRenderedLength() {
    return columns - 1;
  }

  @Override
  public void accept(String text) {
    to.raw("\r" + Output.visible(text));
  }

  /** Shows a text, as much of it as there is room for. */
  void show(String text) {
    clear();
    String visible = Output.visible(text);
    accept(visible.substring(0, Math.min(visible.length(), getMaxRenderedLength())));
  }

  /** Makes room for another text. */
  @Override
  public void clear() {
    to.raw("\r" + " ".repeat(getMaxRenderedLength()) + "\r");
  }

  @Override
  public void close() {
    to.println();
  }
}
