package org.resnet4j.image;

import java.util.Arrays;

/**
 * Resizes along rows. All windows have the same number of pixels here, some with a weight of 0, and
 * are summed two or three pixels at a time: loops over single windows would be too short.
 */
final class RowResize {
  /** The first pixel of each window. */
  private final int[] first;

  /** By pixel of a window: its weight in each. */
  private final int[][] values;

  RowResize(Weights weights) {
    int places = weights.first.length;
    int taps = Math.min(2, weights.end() - weights.start());
    for (int length : weights.length) {
      taps = Math.max(taps, length);
    }
    first = new int[places];
    values = new int[taps][places];
    for (int i = 0; i < places; i++) {
      // The last windows are extended to the left: pixels behind the end may not exist.
      first[i] = Math.min(weights.first[i], weights.end() - taps);
      int shift = weights.first[i] - first[i];
      for (int k = 0; k < weights.length[i]; k++) {
        values[shift + k][i] = weights.values[i * weights.stride + k];
      }
    }
  }

  /**
   * Resizes a row.
   *
   * @param row the index where it begins
   * @param to receives the values, 0 to 255
   */
  void apply(byte[] pixels, int row, int channels, int[] to) {
    Arrays.fill(to, Weights.HALF);
    int k = 0;
    if (channels == 3) {
      for (; values.length - k > 3 || values.length - k == 2; k += 2) {
        two(pixels, row + 3 * k, values[k], values[k + 1], to);
      }
      if (values.length - k == 3) {
        three(pixels, row + 3 * k, values[k], values[k + 1], values[k + 2], to);
        k += 3;
      }
    }
    for (; k < values.length; k++) {
      for (int c = 0; c < channels; c++) {
        one(pixels, row + k * channels + c, channels, values[k], c, to);
      }
    }
    Weights.clip(to);
  }

  private void one(byte[] pixels, int row, int channels, int[] weights, int place, int[] to) {
    int at = place;
    for (int x = 0; x < first.length; x++) {
      to[at] += (pixels[row + channels * first[x]] & 0xFF) * weights[x];
      at += channels;
    }
  }

  private void two(byte[] pixels, int row, int[] weights, int[] next, int[] to) {
    int place = 0;
    for (int x = 0; x < first.length; x++) {
      int at = row + 3 * first[x];
      int a = weights[x];
      int b = next[x];
      to[place] += (pixels[at] & 0xFF) * a + (pixels[at + 3] & 0xFF) * b;
      to[place + 1] += (pixels[at + 1] & 0xFF) * a + (pixels[at + 4] & 0xFF) * b;
      to[place + 2] += (pixels[at + 2] & 0xFF) * a + (pixels[at + 5] & 0xFF) * b;
      place += 3;
    }
  }

  private void three(byte[] pixels, int row, int[] weights, int[] next, int[] last, int[] to) {
    int place = 0;
    for (int x = 0; x < first.length; x++) {
      int at = row + 3 * first[x];
      int a = weights[x];
      int b = next[x];
      int c = last[x];
      to[place] +=
          (pixels[at] & 0xFF) * a + (pixels[at + 3] & 0xFF) * b + (pixels[at + 6] & 0xFF) * c;
      to[place + 1] +=
          (pixels[at + 1] & 0xFF) * a + (pixels[at + 4] & 0xFF) * b + (pixels[at + 7] & 0xFF) * c;
      to[place + 2] +=
          (pixels[at + 2] & 0xFF) * a + (pixels[at + 5] & 0xFF) * b + (pixels[at + 8] & 0xFF) * c;
      place += 3;
    }
  }
}
