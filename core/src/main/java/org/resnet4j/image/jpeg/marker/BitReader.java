package org.resnet4j.image.jpeg.marker;

import java.util.Arrays;
import org.resnet4j.image.ImageException;

/**
 * The bits of a scan, one restart interval after another. They are copied in chunks without the
 * zeros stuffed after 0xFF (T.81, B.1.1.5), so that readers load eight bytes at a time without
 * inspecting them. Zeros follow the last chunk of an interval; {@link #check}, to be called after
 * each block, detects reads beyond the data.
 */
public final class BitReader {
  /**
   * More than a block can take: 64 times 17 bits of code and 15 of number are 256 bytes, and 8 are
   * loaded ahead.
   */
  private static final int MOST_BLOCK = 300;

  /** A chunk of an interval, and the zeros after it. */
  private static final int PIECE = 1 << 15;

  private static final int PADDING = 2 * MOST_BLOCK;

  private final byte[] file;
  private final int to;

  /** The offset in the file of the next byte to copy. */
  private int next;

  /** Whether that is data of the interval. */
  private boolean more;

  /** The end of the copied bytes in {@link #data}. */
  private int end;

  /** The last index in {@link #data} at which a block may begin. */
  private int last;

  private boolean exhausted;

  /** The bits of the interval, as bytes. */
  public final byte[] data;

  /** The first byte of {@link #data} that is not entirely in {@link #bits}. */
  public int at;

  /** The next bits, from the highest. */
  public long bits;

  /** The number of valid bits; the bits below are genuine or zero. */
  public int count;

  public BitReader(byte[] file, int from, int to) {
    this.file = file;
    this.next = from;
    this.to = to;
    data = new byte[Math.min(to - from + 1, PIECE) + PADDING];
    startInterval();
  }

  private void startInterval() {
    at = 0;
    end = 0;
    bits = 0;
    count = 0;
    more = true;
    copy();
  }

  /** Copies more of the interval after the unread bytes. */
  private void copy() {
    end -= at;
    System.arraycopy(data, at, data, 0, end);
    at = 0;
    int room = data.length - PADDING;
    while (more && end < room) {
      int found = ByteWords.next0xFF(file, next, Math.min(to, next + room - end));
      System.arraycopy(file, next, data, end, found - next);
      end += found - next;
      next = found;
      int following = octet(found + 1);
      if (found == to || (octet(found) == 0xFF && isMarker(following))) {
        more = false;
      } else if (end < room && octet(found) == 0xFF) {
        // A following zero marks the byte as data; a following 0xFF, as padding.
        if (following == 0) {
          data[end++] = -1;
          next++;
        }
        next++;
      }
    }
    Arrays.fill(data, end, end + PADDING, (byte) 0);
    last = more ? end - MOST_BLOCK : end;
  }

  private static boolean isMarker(int following) {
    return following > 0 && following < 0xFF;
  }

  private int octet(int index) {
    return index < to ? file[index] & 0xFF : -1;
  }

  /**
   * Skips the rest of this restart interval up to the expected marker. On another marker this
   * follows libjpeg: one of the next two means that intervals are missing, so there is no data for
   * now; one of the previous two is late and skipped; any other is taken for the expected one.
   *
   * @param number of the expected marker
   */
  public void restart(int number) {
    int ahead;
    do {
      next = nextMarker(next);
      ahead = next < to ? (octet(next + 1) - Marker.RST0 - number) & 7 : 1;
      next += ahead >= 6 ? 2 : 0;
    } while (ahead >= 6);
    if (ahead == 0 || ahead > 2) {
      next += 2;
      exhausted = false;
    }
    startInterval();
  }

  /** The offset of the next restart marker, or the end of the scan. */
  private int nextMarker(int from) {
    int found = ByteWords.next0xFF(file, from, to);
    while (found < to && !Marker.isRestart(octet(found + 1))) {
      found = ByteWords.next0xFF(file, found + 1, to);
    }
    return found;
  }

  /**
   * Whether more bits were requested than the interval has. The missing bits read as zeros, and the
   * blocks that follow are not read.
   */
  public boolean exhausted() {
    return exhausted;
  }

  /**
   * Checks after each block that the data was sufficient.
   *
   * @throws ImageException if it ends with the file
   */
  public void check() {
    if (at - (count >> 3) > last) {
      if (more) {
        copy();
        check();
        return;
      }
      if (next == file.length) {
        throw cutShort();
      }
      exhausted = true;
      at = end;
      bits = 0;
      count = 0;
    }
  }

  /** Takes up to 16 bits as a number. */
  public int take(int size) {
    fill();
    int taken = (int) (bits >>> 1 >>> (63 - size));
    drop(size);
    return taken;
  }

  /** Takes a symbol. */
  public int take(HuffmanTable table) {
    fill();
    int found = table.entry(bits);
    drop(found >> 16 & 0xFF);
    return found >>> 24;
  }

  /** Makes at least 56 bits valid. */
  void fill() {
    bits |= (long) ByteWords.LONG.get(data, at) >>> count;
    at += (63 - count) >> 3;
    count |= 56;
  }

  private void drop(int size) {
    bits <<= size;
    count -= size;
  }

  static ImageException cutShort() {
    return new ImageException("the file was truncated");
  }
}
