package org.resnet4j.image.jpeg;

/**
 * Brings the rows of a component to the size of the picture as libjpeg does by default: where it
 * has half the columns or rows, by a triangle filter (three quarters of the nearer sample and one
 * of the farther, rounded up and down in turns); elsewhere by repeating samples.
 */
final class Upsampler {
  private final Plane plane;
  private final int wider;
  private final int higher;
  private final boolean smoothAcross;
  private final boolean smoothDown;

  /** The row before it becomes wider, each phase with room for a neighbour at both ends. */
  private final int[] narrow;

  private final int padded;
  private final int[] wide;

  /** What {@link #row} has made: samples in phases as {@link Plane} describes them. */
  int[] samples;

  /** Where in {@link #samples} the row begins. */
  int offset;

  Upsampler(Frame frame, Plane plane) {
    this.plane = plane;
    wider = frame.across() / plane.component.across();
    higher = frame.down() / plane.component.down();
    // libjpeg repeats samples if there are less than three.
    smoothAcross = wider == 2 && higher <= 2 && plane.component.width() > 2;
    smoothDown = higher == 2 && (smoothAcross || wider == 1);
    padded = plane.phase + 2;
    narrow = new int[padded * plane.component.across()];
    wide = new int[wider == 1 ? 0 : plane.phase * frame.across()];
    samples = wide;
  }

  /** Makes row {@code y} of the picture; the rows of samples beside its own must be there. */
  void row(int y) {
    int own = y / higher;
    if (wider == 1 && !smoothDown) {
      samples = plane.samples;
      offset = plane.row(own);
    } else if (wider == 1) {
      samples = narrow;
      offset = 0;
      mix(own, other(y), plane.phase, y % 2 == 0 ? 1 : 2, 2);
    } else if (!smoothAcross) {
      repeat(plane.row(own));
    } else if (smoothDown) {
      mix(own, other(y), padded, 0, 0);
      spread(8, 7, 4);
    } else {
      copy(plane.row(own));
      spread(1, 2, 2);
    }
  }

  /** The farther of the two rows of samples that row {@code y} lies between. */
  private int other(int y) {
    int other = y % 2 == 0 ? y / 2 - 1 : y / 2 + 1;
    return Math.max(0, Math.min(other, plane.component.height() - 1));
  }

  /** Three parts of a row and one of another into {@link #narrow}, phases {@code step} apart. */
  private void mix(int near, int far, int step, int rounding, int shift) {
    int[] from = plane.samples;
    for (int p = 0; p < plane.component.across(); p++) {
      int a = plane.row(near) + p * plane.phase;
      int b = plane.row(far) + p * plane.phase;
      int to = p * step + (step - plane.phase) / 2;
      for (int i = 0; i < plane.phase; i++) {
        narrow[to + i] = (3 * from[a + i] + from[b + i] + rounding) >> shift;
      }
    }
  }

  private void copy(int row) {
    for (int p = 0; p < plane.component.across(); p++) {
      System.arraycopy(plane.samples, row + p * plane.phase, narrow, p * padded + 1, plane.phase);
    }
  }

  private void repeat(int row) {
    for (int p = 0; p < plane.component.across() * wider; p++) {
      System.arraycopy(
          plane.samples, row + p / wider * plane.phase, wide, p * plane.phase, plane.phase);
    }
  }

  /** Makes two phases of each: the left and the right half of every sample. */
  private void spread(int roundingLeft, int roundingRight, int shift) {
    int phases = plane.component.across();
    // At both ends the missing neighbour is the sample itself.
    int last = plane.component.width() - 1;
    narrow[(phases - 1) * padded] = narrow[1];
    narrow[place(last + 1)] = narrow[place(last)];
    for (int p = 0; p < phases; p++) {
      int own = p * padded + 1;
      int left = p > 0 ? own - padded : (phases - 1) * padded;
      int right = p < phases - 1 ? own + padded : 2;
      half(own, left, roundingLeft, shift, 2 * p * plane.phase);
      half(own, right, roundingRight, shift, (2 * p + 1) * plane.phase);
    }
  }

  private int place(int column) {
    int phases = plane.component.across();
    return column % phases * padded + 1 + column / phases;
  }

  private void half(int near, int far, int rounding, int shift, int to) {
    for (int i = 0; i < plane.phase; i++) {
      wide[to + i] = (3 * narrow[near + i] + narrow[far + i] + rounding) >> shift;
    }
  }
}
