package org.resnet4j.report;

/** The mark of a point. */
enum Marker {
  CIRCLE("m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z"),
  SQUARE("m-3.5 -3.5h7v7h-7z"),
  TRIANGLE_UP("m0 -4.5l4.2 7.5h-8.4z"),
  DIAMOND("m0 -4.8l4.8 4.8l-4.8 4.8l-4.8 -4.8z"),
  TRIANGLE_DOWN("m0 4.5l4.2 -7.5h-8.4z");

  private final String outline;

  Marker(String outline) {
    this.outline = outline;
  }

  /** The path of a mark centred at a point. */
  String at(double x, double y) {
    return "M" + Svg.number(x) + " " + Svg.number(y) + outline;
  }
}
