package org.resnet4j.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** Reads integers from a byte array, never beyond its end. */
public final class ByteReader {
  private final byte[] array;
  private final int end;
  private int at;

  public ByteReader(byte[] array, int from, int to) {
    this.array = array;
    this.at = from;
    this.end = to;
  }

  /** The index of the next byte in the array. */
  public int position() {
    return at;
  }

  public int remaining() {
    return end - at;
  }

  /**
   * Rejects dimensions that the remaining bytes cannot hold.
   *
   * @param pixels the most that a byte of the packed picture stands for
   */
  public void requirePacked(int width, int height, int pixels) {
    if ((long) width * height > (long) remaining() * pixels) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "%d x %d pixels cannot be packed in %,d bytes",
              width,
              height,
              remaining()));
    }
  }

  /** Skips bytes, and returns where they begin. */
  public int skip(long count) {
    if (count < 0 || count > remaining()) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "it is truncated: %,d bytes are missing", count - remaining()));
    }
    int from = at;
    at += (int) count;
    return from;
  }

  /** A reader of the next {@code count} bytes, which are skipped here. */
  public ByteReader part(long count) {
    int from = skip(count);
    return new ByteReader(array, from, at);
  }

  /** One byte, 0 to 255. */
  public int u8() {
    return array[skip(1)] & 0xFF;
  }

  /** A little-endian 16-bit unsigned integer. */
  public int u16() {
    return u8() | u8() << 8;
  }

  /** A little-endian 24-bit unsigned integer. */
  public int u24() {
    return u16() | u8() << 16;
  }

  /** A little-endian 32-bit integer. */
  public int i32() {
    return u16() | u16() << 16;
  }

  /** A big-endian 32-bit integer. */
  public int bigI32() {
    return Integer.reverseBytes(i32());
  }

  /** A four-character code, as PNG and RIFF use. */
  public String name() {
    return new String(array, skip(4), 4, ISO_8859_1);
  }
}
