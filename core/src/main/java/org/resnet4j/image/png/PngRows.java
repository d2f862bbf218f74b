package org.resnet4j.image.png;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.resnet4j.image.ByteReader;
import org.resnet4j.image.ImageException;

/** Inflates the rows of a PNG one by one and undoes their filters (PNG, section 9). */
final class PngRows implements AutoCloseable {
  private final ByteReader chunks;
  private final byte[] file;
  private final Inflater inflater = new Inflater();

  /**
   * Rows of a file.
   *
   * @param chunks from the first of the pixels on; all have been checked
   */
  PngRows(ByteReader chunks, byte[] file) {
    this.chunks = chunks;
    this.file = file;
  }

  /**
   * Replaces a row by the one below it. The filter's type lies before it.
   *
   * @param row a byte for the filter's type, and the row; zeros above the first
   * @param bytes of a pixel, at least 1
   */
  void next(byte[] row, byte[] above, int bytes) {
    System.arraycopy(row, 1, above, 1, row.length - 1);
    unpack(row);
    switch (row[0]) {
      case 0 -> {}
      case 1 -> {
        for (int i = 1 + bytes; i < row.length; i++) {
          row[i] += row[i - bytes];
        }
      }
      case 2 -> {
        for (int i = 1; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 1; i < row.length; i++) {
          int left = i > bytes ? row[i - bytes] & 0xFF : 0;
          row[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
        }
      }
      case 4 -> paeth(row, above, bytes);
      default -> throw new ImageException("unknown PNG filter type " + (row[0] & 0xFF));
    }
  }

  /** Of left, above and above left, adds the one nearest to left + above - above left. */
  private static void paeth(byte[] row, byte[] above, int bytes) {
    for (int i = 1; i <= bytes; i++) {
      row[i] += above[i];
    }
    for (int i = 1 + bytes; i < row.length; i++) {
      int a = row[i - bytes] & 0xFF;
      int b = above[i] & 0xFF;
      int c = above[i - bytes] & 0xFF;
      int toA = Math.abs(b - c);
      int toB = Math.abs(a - c);
      int toC = Math.abs(a + b - 2 * c);
      row[i] += (byte) (toA <= toB && toA <= toC ? a : toB <= toC ? b : c);
    }
  }

  private void unpack(byte[] row) {
    try {
      int filled = 0;
      while (filled < row.length) {
        int got = inflater.inflate(row, filled, row.length - filled);
        filled += got;
        if (got == 0) {
          if (!inflater.needsInput() || inflater.finished()) {
            throw new ImageException("its pixels are truncated");
          }
          ByteReader more = nextPixels();
          inflater.setInput(file, more.position(), more.remaining());
        }
      }
    } catch (DataFormatException e) {
      throw new ImageException("its compressed pixels are damaged: " + e.getMessage(), e);
    }
  }

  /** The content of the next IDAT chunk. */
  private ByteReader nextPixels() {
    while (chunks.remaining() >= Png.CHUNK) {
      long length = chunks.bigI32() & 0xFFFFFFFFL;
      String name = chunks.name();
      ByteReader content = chunks.part(length);
      chunks.skip(4);
      if (name.equals("IDAT")) {
        return content;
      }
    }
    throw new ImageException("its pixels are truncated");
  }

  @Override
  public void close() {
    inflater.end();
  }
}
