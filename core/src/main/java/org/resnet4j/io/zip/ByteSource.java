package org.resnet4j.io.zip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.resnet4j.io.FormatException;

/** A sequence of bytes with a known number remaining: no declared length above it is trusted. */
public final class ByteSource {
  private static final int LONGEST_LINE = 1000;

  private final InputStream in;
  private final long size;
  private long position;

  public ByteSource(InputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  /** The number of bytes read so far. */
  public long position() {
    return position;
  }

  /** The next byte, 0 to 255. */
  public int next() throws IOException {
    int value = position < size ? in.read() : -1;
    if (value < 0) {
      throw new FormatException(
          "its pickle has no STOP instruction: it was truncated, or is " + "too long");
    }
    position++;
    return value;
  }

  /** The next bytes; memory is allocated only once that many are known to exist. */
  public byte[] next(long count) throws IOException {
    if (count < 0 || count > size - position) {
      throw new FormatException(
          "its pickle promises "
              + Long.toUnsignedString(count)
              + " bytes where "
              + (size - position)
              + " are left");
    }
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new FormatException("the file was truncated while it was being read");
    }
    position += count;
    return bytes;
  }

  /** The next bytes as an unsigned little-endian integer; negative above 63 bits. */
  public long number(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  /** The text up to the next line feed. */
  public String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      if (line.length() == LONGEST_LINE) {
        throw new FormatException("its pickle has a line of over " + LONGEST_LINE + " bytes");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** The next bytes as UTF-8 text. */
  public String text(long count) throws IOException {
    return new String(next(count), StandardCharsets.UTF_8);
  }
}
