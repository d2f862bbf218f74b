package org.resnet4j.image.jpeg;

/**
 * The samples of a component, of as many rows as are needed at once: a ring of three rows of units,
 * because smooth upsampling looks one row up and down.
 *
 * <p>A row is not stored from left to right. Where the component has {@code h} samples to each unit
 * of width, first come the samples of the columns 0, h, 2h, ..., then those of 1, h + 1, 2h + 1,
 * ...: {@code h} phases of the same length in all components. Upsampling by a factor then makes new
 * phases from old, in loops over consecutive numbers that the compiler turns into vector
 * instructions.
 */
final class Plane {
  private static final int UNITS = 3;

  final Component component;

  /** Samples 0 to 255. */
  final int[] samples;

  /** How many samples each phase has, with those that fill up the last unit. */
  final int phase;

  /** Samples of a row. */
  final int stride;

  /** By column, where in a row it lies. */
  final int[] columns;

  private final int rows;

  Plane(Frame frame, Component component) {
    this.component = component;
    phase = 8 * frame.unitsAcross();
    stride = phase * component.across();
    rows = UNITS * 8 * component.down();
    samples = new int[rows * stride];
    columns = new int[stride];
    for (int x = 0; x < stride; x++) {
      columns[x] = x % component.across() * phase + x / component.across();
    }
  }

  /** Where in {@link #samples} a row begins. */
  int row(int y) {
    return y % rows * stride;
  }
}
