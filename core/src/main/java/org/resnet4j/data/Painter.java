package org.resnet4j.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.resnet4j.data.Randomness.Purpose;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/**
 * Writes one augmented, normalised image into a batch: a table lookup for each value, straight from
 * bytes to floats. Holds scratch memory, so each thread needs its own.
 */
final class Painter {
  private final Shape shape;
  private final Augmentation augmentation;
  private final float[] table;
  private final long seed;
  private final int epoch;
  private final float[] scratch;
  private final int[] columns;
  private final Image image = new Image();

  Painter(
      Shape shape, Augmentation augmentation, Normalisation normalisation, long seed, int epoch) {
    this.shape = shape;
    this.augmentation = augmentation;
    this.table = normalisation.table();
    this.seed = seed;
    this.epoch = epoch;
    this.scratch = new float[Math.toIntExact(shape.size())];
    this.columns = new int[shape.width()];
  }

  /**
   * Puts image {@code index} of the data, which is at {@code position} of the epoch, at {@code
   * slot}.
   */
  void paint(Dataset data, int index, long position, FloatBuffer pixels, int slot) {
    data.image(index, image);
    int pad = augmentation.pad();
    int row = pad == 0 ? 0 : random(2 * pad + 1, Purpose.CROP_ROW, position) - pad;
    int column = pad == 0 ? 0 : random(2 * pad + 1, Purpose.CROP_COLUMN, position) - pad;
    chooseColumns(column, flips(index, position));
    for (int y = 0; y < shape.height(); y++) {
      paintRow(y, source(y + row, shape.height()));
    }
    if (augmentation.cutout() > 0) {
      cut(position);
    }
    pixels.put(slot * scratch.length, scratch);
  }

  private int random(int bound, Purpose purpose, long position) {
    return Randomness.below(bound, Randomness.bits(seed, purpose, epoch, position));
  }

  private boolean flips(int index, long position) {
    if (!augmentation.flip()) {
      return false;
    }
    if (augmentation.alternate()) {
      return (((Randomness.bits(seed, Purpose.FLIP, 0, index) >>> 63) + epoch) & 1) == 1;
    }
    return Randomness.bits(seed, Purpose.FLIP, epoch, position) < 0;
  }

  /** Where each column of the result comes from: a byte offset in the row, or -1 for padding. */
  private void chooseColumns(int shift, boolean flip) {
    int width = shape.width();
    for (int x = 0; x < width; x++) {
      int from = source((flip ? width - 1 - x : x) + shift, width);
      columns[x] = from < 0 ? -1 : from * shape.channels();
    }
  }

  /** The place inside the image that a place inside the padded image shows, or -1 for nothing. */
  private int source(int at, int size) {
    if (at >= 0 && at < size) {
      return at;
    }
    if (!augmentation.reflect()) {
      return -1;
    }
    return at < 0 ? -at : 2 * (size - 1) - at;
  }

  private void paintRow(int y, int from) {
    int channels = shape.channels();
    int out = y * shape.width() * channels;
    if (from < 0) {
      Arrays.fill(scratch, out, out + shape.width() * channels, 0f);
      return;
    }
    byte[] pixels = image.pixels();
    int start = image.offset() + from * shape.width() * channels;
    for (int column : columns) {
      for (int c = 0; c < channels; c++) {
        scratch[out++] = column < 0 ? 0f : table[(c << 8) + (pixels[start + column + c] & 0xFF)];
      }
    }
  }

  private void cut(long position) {
    int side = augmentation.cutout();
    int top = random(shape.height(), Purpose.CUT_ROW, position) - side / 2;
    int left = random(shape.width(), Purpose.CUT_COLUMN, position) - side / 2;
    int from = Math.max(left, 0) * shape.channels();
    int to = Math.min(left + side, shape.width()) * shape.channels();
    for (int y = Math.max(top, 0); y < Math.min(top + side, shape.height()); y++) {
      int start = y * shape.width() * shape.channels();
      Arrays.fill(scratch, start + from, start + to, 0f);
    }
  }
}
