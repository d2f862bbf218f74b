package org.resnet4j.image.jpeg;

import java.util.Arrays;
import org.resnet4j.image.ImageException;

/**
 * The bits of a scan, one restart interval after the other. Each interval is copied without the
 * zeros that are stuffed behind 0xFF (T.81, B.1.1.5), so that readers load eight bytes at a time
 * and need not look at them. The copy ends with zeros; who has read beyond the data finds out by
 * {@link #check}, at the latest after {@value #PADDING} bytes.
 */
final class BitReader {
  /** More than a block can take: 64 times 16 bits of code and 15 of number are 248 bytes. */
  private static final int PADDING = 512;

  private final byte[] file;
  private final int to;
  private int next;
  private int end;

  /** The bits of the interval, as bytes. */
  final byte[] data;

  /** The byte of {@link #data} that is not yet wholly in {@link #bits}. */
  int at;

  /** The next bits, from the highest. */
  long bits;

  /** How many of those are valid; below them are true bits or zeros. */
  int count;

  BitReader(byte[] file, int from, int to) {
    this.file = file;
    this.next = from;
    this.to = to;
    data = new byte[to - from + PADDING];
  }

  /** Begins the next restart interval, which is the first at first. */
  void startInterval() {
    end = 0;
    int from = next;
    while (from < to) {
      int found = Bytes.next0xFF(file, from, to);
      next = found;
      int following = at(found + 1);
      // A zero behind the byte says that it is data; without one it only fills up.
      int copied = found - from + (following == 0 ? 1 : 0);
      System.arraycopy(file, from, data, end, copied);
      end += copied;
      if (Marker.isRestart(following)) {
        break;
      }
      from = Math.min(to, found + (following == 0 ? 2 : 1));
      next = from;
    }
    Arrays.fill(data, end, end + PADDING, (byte) 0);
    at = 0;
    bits = 0;
    count = 0;
  }

  /**
   * Passes over a restart marker.
   *
   * @throws ImageException if it is not the one with this number
   */
  void restartMarker(int number) throws ImageException {
    if (next >= to) {
      throw cutShort();
    }
    if (at(next + 1) != Marker.RST0 + number) {
      throw new ImageException("a restart marker is out of order");
    }
    next += 2;
  }

  private int at(int index) {
    return index < to ? file[index] & 0xFF : -1;
  }

  /**
   * Checks that no more bits were taken than there are.
   *
   * @throws ImageException if the file was cut short
   */
  void check() throws ImageException {
    if (at - (count >> 3) > end) {
      throw cutShort();
    }
  }

  /** Takes up to 16 bits as a number. */
  int take(int size) {
    fill();
    int taken = (int) (bits >>> 1 >>> (63 - size));
    drop(size);
    return taken;
  }

  /** Takes a symbol. */
  int take(HuffmanTable table) throws ImageException {
    fill();
    int found = table.symbol(bits);
    drop(found >> 8);
    return found & 0xFF;
  }

  /** Makes at least 56 bits valid. */
  void fill() {
    bits |= (long) Bytes.LONG.get(data, at) >>> count;
    at += (63 - count) >> 3;
    count |= 56;
  }

  private void drop(int size) {
    bits <<= size;
    count -= size;
  }

  static ImageException damaged() {
    return new ImageException("its compressed data is damaged");
  }

  static ImageException cutShort() {
    return new ImageException("the file was cut short");
  }
}
