package org.resnet4j.image.jpeg.scan;

import org.resnet4j.image.Region;
import org.resnet4j.image.jpeg.marker.Component;

/**
 * The decoded samples of a component, of as many rows as are needed at once: a ring of three rows
 * of units, because smooth upsampling looks one row up and down.
 */
final class Plane {
  private static final int UNITS = 3;

  final Component component;

  /** The blocks that are decoded. */
  final Region blocks;

  /**
   * The output of {@link Idct}: samples with extra fractional bits, not yet clamped to 0 to 255.
   */
  final int[] samples;

  /** Samples of a row, with those that fill up the last unit. */
  final int stride;

  private final int rows;

  /**
   * Takes the memory.
   *
   * @param units that are decoded
   */
  Plane(Component component, Region units) {
    this.component = component;
    blocks =
        new Region(
            units.top() * component.down(),
            units.left() * component.across(),
            units.bottom() * component.down(),
            units.right() * component.across());
    stride = 8 * blocks.width();
    rows = UNITS * 8 * component.down();
    samples = new int[rows * stride];
  }

  /** The index of a row in {@link #samples}. */
  int row(int y) {
    return y % rows * stride;
  }

  /** The index of the first sample of a block. */
  int block(int row, int column) {
    return row(8 * row) + 8 * (column - blocks.left());
  }
}
