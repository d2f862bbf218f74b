package org.resnet4j.image;

import java.util.Arrays;

/**
 * Resizes a part of an image from its rows as they arrive: each row is resized horizontally and
 * added to the sums of the output rows whose windows include it. Few output rows are open at a
 * time, so memory is proportional to the result, not to the source.
 *
 * <p>Pillow first resizes along the rows of the upright picture. Where columns arrive instead, that
 * is the sum over the arriving lines, and the other direction follows.
 */
final class ResizedWindow implements Target {
  private final int channels;
  private final RowResize along;

  /** The first pixel of a row that is read, and the one behind the last. */
  private final int begin;

  private final int end;
  private final Weights over;
  private final boolean transposed;
  private final Image result;

  /** A row that was resized along. */
  private final int[] resized;

  /** The row to accumulate: the resized one, or the one that arrived. */
  private final int[] values;

  /** An accumulated line, 8-bit, before it is resized along. */
  private final byte[] between;

  /** The sums of the open output lines, a ring. */
  private final int[][] sums;

  /** By output line: how many of its rows are still missing. */
  private final int[] missing;

  /**
   * Takes the memory.
   *
   * @param across the places across the upright picture
   * @param down the places down the upright picture
   * @param transposed whether its columns arrive in place of its rows
   */
  static ResizedWindow of(int channels, Weights across, Weights down, boolean transposed) {
    return transposed
        ? new ResizedWindow(channels, down, across, true)
        : new ResizedWindow(channels, across, down, false);
  }

  /** With the places along what arrives as rows, and over them. */
  private ResizedWindow(int channels, Weights along, Weights over, boolean transposed) {
    this.channels = channels;
    this.along = new RowResize(along);
    begin = along.start();
    end = along.end();
    this.over = over;
    this.transposed = transposed;
    int length = along.first.length;
    int places = over.first.length;
    result = transposed ? new Image(channels, length, places) : new Image(channels, places, length);
    resized = new int[channels * length];
    values = transposed ? new int[channels * (end - begin)] : resized;
    between = new byte[transposed ? values.length : 0];
    sums = new int[over.mostOpen()][values.length];
    missing = over.length.clone();
  }

  @Override
  public void row(int y, byte[] pixels, int from) {
    int place = over.firstThatEndsAfter(y);
    if (place == missing.length || over.first[place] > y) {
      return;
    }
    if (transposed) {
      int first = from + channels * begin;
      for (int i = 0; i < values.length; i++) {
        values[i] = pixels[first + i] & 0xFF;
      }
    } else {
      along.apply(pixels, from, channels, resized);
    }
    for (; place < missing.length && over.first[place] <= y; place++) {
      int[] sum = sums[place % sums.length];
      if (missing[place] == over.length[place]) {
        Arrays.fill(sum, Weights.HALF);
      }
      add(sum, values, over.values[place * over.stride + y - over.first[place]]);
      missing[place]--;
      if (missing[place] == 0) {
        finish(place, sum);
      }
    }
  }

  private void finish(int place, int[] sum) {
    Weights.clip(sum);
    byte[] pixels = result.pixels();
    if (!transposed) {
      for (int i = 0; i < sum.length; i++) {
        pixels[place * sum.length + i] = (byte) sum[i];
      }
      return;
    }
    for (int i = 0; i < sum.length; i++) {
      between[i] = (byte) sum[i];
    }
    along.apply(between, -channels * begin, channels, resized);
    for (int y = 0; y < result.height(); y++) {
      for (int c = 0; c < channels; c++) {
        pixels[(y * result.width() + place) * channels + c] = (byte) resized[y * channels + c];
      }
    }
  }

  /** A separate method on integers alone, so that it compiles to vector instructions. */
  private static void add(int[] sums, int[] row, int weight) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += row[x] * weight;
    }
  }

  @Override
  public Region region(int height, int width) {
    return new Region(over.start(), begin, over.end(), end);
  }

  @Override
  public Image image() {
    return result;
  }

  @Override
  public long bytes() {
    return result.pixels().length;
  }
}
