package org.resnet4j.image.bmp;

import java.util.Arrays;
import org.resnet4j.image.ByteReader;
import org.resnet4j.image.ImageException;

/** Unpacks the indices of a bitmap that is packed as run lengths, the rows from the bottom up. */
final class BmpRuns {
  private static final int END_OF_ROW = 0;
  private static final int END_OF_PICTURE = 1;
  private static final int MOVE = 2;

  private final ByteReader in;
  private final int width;
  private final boolean nibbles;
  private final byte[] indices;
  private long at;
  private int column;

  private BmpRuns(ByteReader in, int width, int height, boolean nibbles) {
    this.in = in;
    this.width = width;
    this.nibbles = nibbles;
    indices = new byte[width * height];
  }

  /**
   * The indices, a byte each. Those that are skipped are 0; the part of a run beyond its row is
   * dropped.
   *
   * @param nibbles whether an index has 4 bits and not 8
   */
  static byte[] unpack(ByteReader in, int width, int height, boolean nibbles) {
    BmpRuns runs = new BmpRuns(in, width, height, nibbles);
    while (runs.at < runs.indices.length) {
      runs.next();
    }
    return runs.indices;
  }

  private void next() {
    int count = in.u8();
    int value = in.u8();
    if (count > 0) {
      run(Math.min(count, Math.max(width - column, 0)), value);
    } else if (value == END_OF_ROW) {
      at = (at + width - 1) / width * width;
      column = 0;
    } else if (value == END_OF_PICTURE) {
      throw new ImageException("its pixels are truncated");
    } else if (value == MOVE) {
      at += in.u8() + (long) in.u8() * width;
      column = (int) (at % width);
    } else {
      literal(value);
    }
  }

  private void run(int count, int value) {
    int end = (int) Math.min(at + count, indices.length);
    if (nibbles) {
      for (int i = 0; i < end - at; i++) {
        indices[(int) at + i] = (byte) (i % 2 == 0 ? value >> 4 : value & 15);
      }
    } else {
      Arrays.fill(indices, (int) at, end, (byte) value);
    }
    at += count;
    column += count;
  }

  /** Indices one by one, filled up to an even number of bytes. */
  private void literal(int count) {
    int bytes = nibbles ? (count + 1) / 2 : count;
    for (int i = 0; i < bytes; i++) {
      int value = in.u8();
      if (nibbles) {
        put(value >> 4);
        if (2 * i + 1 < count) {
          put(value & 15);
        }
      } else {
        put(value);
      }
    }
    column += count;
    in.skip(bytes % 2);
  }

  private void put(int value) {
    if (at < indices.length) {
      indices[(int) at++] = (byte) value;
    }
  }
}
