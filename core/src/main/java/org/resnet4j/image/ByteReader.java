package org.resnet4j.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** Reads numbers from the bytes of a file, and refuses to read beyond their end. */
public final class ByteReader {
  private final byte[] array;
  private final int end;
  private int at;

  public ByteReader(byte[] array, int from, int to) {
    this.array = array;
    this.at = from;
    this.end = to;
  }

  /** Where in the array the next byte is. */
  public int position() {
    return at;
  }

  public int remaining() {
    return end - at;
  }

  /**
   * Refuses a picture that what is left cannot hold.
   *
   * @param pixels the most that a byte of the packed picture stands for
   */
  public void requirePacked(int width, int height, int pixels) throws ImageException {
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

  /** Steps over some bytes, and says where they began. */
  public int skip(long count) throws ImageException {
    if (count < 0 || count > remaining()) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "it is cut short: %,d bytes are missing", count - remaining()));
    }
    int from = at;
    at += (int) count;
    return from;
  }

  /** The next so many bytes, to be read apart. */
  public ByteReader part(long count) throws ImageException {
    int from = skip(count);
    return new ByteReader(array, from, at);
  }

  /** One byte, 0 to 255. */
  public int u8() throws ImageException {
    return array[skip(1)] & 0xFF;
  }

  /** Two bytes, the low one first. */
  public int u16() throws ImageException {
    return u8() | u8() << 8;
  }

  /** Three bytes, the lowest first. */
  public int u24() throws ImageException {
    return u16() | u8() << 16;
  }

  /** Four bytes, the lowest first. */
  public int i32() throws ImageException {
    return u16() | u16() << 16;
  }

  /** Four bytes, the highest first. */
  public int bigI32() throws ImageException {
    return Integer.reverseBytes(i32());
  }

  /** A name of four letters, as PNG and RIFF have for their parts. */
  public String name() throws ImageException {
    return new String(array, skip(4), 4, ISO_8859_1);
  }
}
