package org.resnet4j.app.terminal;

import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, which shows progress. It replaces the progress bar's default
 * consumer, which asks jline for the width and so installs jline's signal handlers: Ctrl-C would
 * then kill the process before anything is saved.
 *
 * @param columns the terminal's width, or 0 if there is none
 * @param to standard error
 */
record TerminalLine(int columns, Output to) implements ProgressBarConsumer {
  /** Whether there is a terminal to show it on. */
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

  /** Shows a text, cut to the width of the terminal. */
  void show(String text) {
    clear();
    String visible = Output.visible(text);
    accept(visible.substring(0, Math.min(visible.length(), getMaxRenderedLength())));
  }

  /** Clears the line for other text. */
  @Override
  public void clear() {
    to.raw("\r" + " ".repeat(getMaxRenderedLength()) + "\r");
  }

  @Override
  public void close() {
    to.println();
  }
}
