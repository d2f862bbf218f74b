package org.resnet4j.image.jpeg.scan;

import org.resnet4j.image.jpeg.marker.ColourSpace;
import org.resnet4j.image.jpeg.marker.Frame;

/**
 * Brings the rows of a component to the size of the picture as libjpeg does by default: where it
 * has half the columns or rows, by a triangle filter (three quarters of the nearer sample and one
 * of the farther, rounded up and down in turns); elsewhere by repeating samples.
 *
 * <p>A row does not come from left to right but in phases, as many as the picture has samples
 * beside each other in a unit of width: of two phases the first has the even columns, the second
 * the odd ones. Upsampling makes new phases from old in loops over whole arrays, which the compiler
 * turns into vector instructions as long as all of them begin at index 0.
 */
final class Upsampler {
  private final Plane plane;
  private final int phases;
  private final int wider;
  private final int higher;
  private final boolean smoothAcross;
  private final boolean smoothDown;

  /** The component's own row, with a place behind the last sample, and the one beside it. */
  private final int[][] own;

  private final int[][] other;

  /** The neighbours of a phase. */
  private final int[] shifted;

  private final int[][] upsampled;

  Upsampler(Frame frame, Plane plane) {
    this.plane = plane;
    phases = plane.component.across();
    wider = frame.across() / phases;
    higher = frame.down() / plane.component.down();
    // libjpeg repeats samples if there are fewer than three.
    smoothAcross = wider == 2 && higher <= 2 && plane.component.width() > 2;
    smoothDown = higher == 2 && (smoothAcross || wider == 1);
    int length = plane.stride / phases;
    own = new int[phases][length + 1];
    other = new int[smoothDown ? phases : 0][length + 1];
    shifted = new int[smoothAcross ? length : 0];
    upsampled = new int[smoothAcross ? 2 * phases : 0][length];
  }

  /** Makes row {@code y} of the picture; the rows of samples beside its own must be there. */
  void row(int y) {
    split(y / higher, own);
    int rounding = smoothAcross ? 0 : 1 + y % 2;
    if (smoothDown) {
      split(neighbour(y), other);
      for (int p = 0; p < phases; p++) {
        mix(own[p], other[p], rounding, smoothAcross ? 0 : 2, own[p]);
      }
    }
    if (smoothAcross) {
      widen(smoothDown ? 8 : 1, smoothDown ? 7 : 2, smoothDown ? 4 : 2);
    }
  }

  /** A phase of the row, with at least as many samples as it has columns. */
  int[] phase(int p) {
    return smoothAcross ? upsampled[p] : own[p / wider];
  }

  /** The farther of the two rows of samples that row {@code y} lies between. */
  private int neighbour(int y) {
    int row = y % 2 == 0 ? y / 2 - 1 : y / 2 + 1;
    return Math.max(0, Math.min(row, plane.component.height() - 1));
  }

  /** Splits a row of samples into phases, clamped to 0 to 255. */
  private void split(int row, int[][] to) {
    int from = plane.row(row);
    for (int p = 0; p < phases; p++) {
      int[] phase = to[p];
      if (phases == 1) {
        System.arraycopy(plane.samples, from, phase, 0, plane.stride);
      } else {
        int at = from + p;
        for (int i = 0; i < phase.length - 1; i++) {
          phase[i] = plane.samples[at];
          at += phases;
        }
      }
      for (int i = 0; i < phase.length; i++) {
        phase[i] = ColourSpace.clamp(phase[i] >> Idct.FRACTION);
      }
    }
  }

  /** Makes two phases of each: the left and the right half of every sample. */
  private void widen(int roundingLeft, int roundingRight, int shift) {
    // At both ends of the picture the missing neighbour is the sample itself. Elsewhere a plane
    // ends
    // with samples that are only neighbours.
    int last = plane.component.width() - 1 - 8 * plane.blocks.left();
    if (last < plane.stride) {
      own[(last + 1) % phases][(last + 1) / phases] = own[last % phases][last / phases];
    }
    for (int p = 0; p < phases; p++) {
      mix(own[p], left(p), roundingLeft, shift, upsampled[2 * p]);
      mix(own[p], right(p), roundingRight, shift, upsampled[2 * p + 1]);
    }
  }

  private int[] left(int p) {
    if (p > 0) {
      return own[p - 1];
    }
    shifted[0] = own[0][0];
    System.arraycopy(own[phases - 1], 0, shifted, 1, shifted.length - 1);
    return shifted;
  }

  private int[] right(int p) {
    if (p < phases - 1) {
      return own[p + 1];
    }
    System.arraycopy(own[0], 1, shifted, 0, shifted.length);
    return shifted;
  }

  /** Three parts of one and one of the other. */
  private static void mix(int[] near, int[] far, int rounding, int shift, int[] to) {
    int length = Math.min(far.length, to.length);
    for (int i = 0; i < length; i++) {
      to[i] = (3 * near[i] + far[i] + rounding) >> shift;
    }
  }
}
