package org.resnet4j.report;

/** A picture of numbers. */
public sealed interface Chart permits LineChart, BarChart {
  /** What the picture is called. */
  String title();

  /**
   * The picture as an SVG element: a file of its own, or a part of an HTML page. The same data give
   * the same text on the same machine.
   *
   * @throws ReportException if this Java runtime cannot draw
   */
  String svg();
}
