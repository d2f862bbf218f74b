package org.resnet4j.image.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.resnet4j.image.Image;

/** Turns rows of samples into the pixels of the picture. */
final class RowWriter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Frame frame;
  private final List<Upsampler> upsamplers;
  private final ColourSpace space;
  private final byte[] pixels;
  private final int phase;

  /** A row of pixels in the order of the phases of {@link Plane}. */
  private final int[] rgb;

  RowWriter(Frame frame, List<Plane> planes, ColourSpace space, Image image) {
    this.frame = frame;
    this.space = space;
    upsamplers = planes.stream().map(each -> new Upsampler(frame, each)).toList();
    pixels = image.pixels();
    phase = planes.get(0).phase;
    rgb = new int[phase * frame.across()];
  }

  /** Writes the rows of pixels of a row of units. */
  void write(int unitRow) {
    int height = 8 * frame.down();
    int end = Math.min((unitRow + 1) * height, frame.height());
    for (int y = unitRow * height; y < end; y++) {
      for (Upsampler each : upsamplers) {
        each.row(y);
      }
      space.toRgb(upsamplers, rgb);
      pack(y * frame.width());
    }
  }

  /** Writes the row's pixels as bytes, from left to right. */
  private void pack(int firstPixel) {
    int width = frame.width();
    int across = frame.across();
    int end = 3 * (firstPixel + width);
    // A pixel is stored as four bytes, whose last the next pixel overwrites; but the very last.
    int safe = end == pixels.length ? end - 3 : end;
    int at = 3 * firstPixel;
    for (int i = 0; at < safe; i++) {
      int phased = i;
      for (int p = 0; p < across && at < safe; p++) {
        INT.set(pixels, at, rgb[phased]);
        phased += phase;
        at += 3;
      }
    }
    if (at < end) {
      int last = rgb[(width - 1) % across * phase + (width - 1) / across];
      pixels[at] = (byte) last;
      pixels[at + 1] = (byte) (last >> 8);
      pixels[at + 2] = (byte) (last >> 16);
    }
  }
}
