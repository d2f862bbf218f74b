package org.resnet4j.image.jpeg.scan;

import org.resnet4j.image.jpeg.marker.Component;
import org.resnet4j.image.jpeg.marker.Frame;

/**
 * The samples of a component, of as many rows as are needed at once: a ring of three rows of units,
 * because smooth upsampling looks one row up and down.
 */
final class Plane {
  private static final int UNITS = 3;

  final Component component;

  /**
   * The output of {@link Idct}: samples with extra fractional bits, not yet clamped to 0 to 255.
   */
  final int[] samples;

  /** Samples of a row, with those that fill up the last unit. */
  final int stride;

  private final int rows;

  Plane(Frame frame, Component component) {
    this.component = component;
    stride = 8 * component.across() * frame.unitsAcross();
    rows = UNITS * 8 * component.down();
    samples = new int[rows * stride];
  }

  /** The index of a row in {@link #samples}. */
  int row(int y) {
    return y % rows * stride;
  }
}
