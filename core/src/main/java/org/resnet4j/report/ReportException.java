package org.resnet4j.report;

/**
 * A chart could not be drawn, because this Java runtime has no fonts or no AWT. The numbers are not
 * lost: a {@link Page} writes a note in the place of such a chart.
 */
public final class ReportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the reason in words and what AWT threw. */
  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
