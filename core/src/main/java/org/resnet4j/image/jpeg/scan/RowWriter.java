package org.resnet4j.image.jpeg.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.resnet4j.image.Region;
import org.resnet4j.image.Rows;
import org.resnet4j.image.jpeg.marker.ColourSpace;
import org.resnet4j.image.jpeg.marker.Frame;

/** Turns rows of samples into the pixels of the picture. */
final class RowWriter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Frame frame;
  private final Region region;
  private final Region units;
  private final List<Upsampler> upsamplers;
  private final ColourSpace space;
  private final Rows rows;

  /** A row; a pixel is stored as four bytes, whose last the next pixel overwrites. */
  private final byte[] pixels;

  /** By component, the samples of a phase. */
  private final int[][] samples;

  /** By phase, the pixels of a row. */
  private final int[][] rgb;

  /**
   * Takes the memory for some rows.
   *
   * @param region the pixels to be written
   * @param units those of {@link Frame#units}
   */
  RowWriter(
      Frame frame, Region region, Region units, List<Plane> planes, ColourSpace space, Rows rows) {
    this.frame = frame;
    this.region = region;
    this.units = units;
    this.space = space;
    upsamplers = planes.stream().map(each -> new Upsampler(frame, each)).toList();
    this.rows = rows;
    pixels = new byte[3 * frame.width() + 1];
    samples = new int[planes.size()][];
    rgb = new int[frame.across()][8 * units.width()];
  }

  /** Gives the needed rows of pixels of a row of units. */
  void write(int unitRow) {
    int height = 8 * frame.down();
    int begin = Math.max(unitRow * height, region.top());
    int end = Math.min((unitRow + 1) * height, region.bottom());
    for (int y = begin; y < end; y++) {
      for (Upsampler each : upsamplers) {
        each.row(y);
      }
      for (int p = 0; p < rgb.length; p++) {
        for (int i = 0; i < samples.length; i++) {
          samples[i] = upsamplers.get(i).phase(p);
        }
        space.toRgb(samples, rgb[p]);
      }
      pack();
      rows.row(y, pixels, 0);
    }
  }

  /** Writes the row's pixels of the units as bytes, from left to right. */
  private void pack() {
    int width = 3 * 8 * frame.across();
    int at = width * units.left();
    int end = Math.min(width * units.right(), pixels.length - 1);
    // One phase needs no inner loop, which would cost more than the storing.
    if (rgb.length == 1) {
      int[] row = rgb[0];
      for (int i = 0; at < end; i++) {
        INT.set(pixels, at, row[i]);
        at += 3;
      }
    }
    for (int i = 0; at < end; i++) {
      for (int p = 0; p < rgb.length && at < end; p++) {
        INT.set(pixels, at, rgb[p][i]);
        at += 3;
      }
    }
  }
}
