package org.resnet4j.image.webp.lossy;

import org.resnet4j.image.ImageException;

/** The boolean entropy decoder: RFC 6386, section 7. */
final class BoolReader {
  private static final int EVEN = 128;

  private final byte[] file;
  private final int end;
  private int at;

  /** The value within the interval, and how many of its bits are below the compared 8. */
  private int value;

  private int bits = -8;
  private int width = 255;

  BoolReader(byte[] file, int from, int to) {
    this.file = file;
    at = from;
    end = to;
  }

  /** A bit that is 0 with probability {@code probability / 256}. */
  int bit(int probability) {
    if (bits < 0) {
      if (at == end) {
        throw new ImageException("its lossy pixels are truncated");
      }
      value = value << 8 | (file[at++] & 0xFF);
      bits += 8;
    }
    int split = 1 + (((width - 1) * probability) >> 8);
    int one = value >> bits >= split ? 1 : 0;
    if (one == 1) {
      value -= split << bits;
      width -= split;
    } else {
      width = split;
    }
    int shift = Integer.numberOfLeadingZeros(width) - 24;
    width <<= shift;
    bits -= shift;
    return one;
  }

  /** A bit that may as well be 0 as 1. */
  boolean flag() {
    return bit(EVEN) == 1;
  }

  /** An unsigned integer of this many bits, the highest first. */
  int number(int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 1 | bit(EVEN);
    }
    return number;
  }

  /** An integer of this many bits, then its sign. */
  int signed(int count) {
    int number = number(count);
    return flag() ? -number : number;
  }

  /** A signed number if a flag says that there is one, otherwise 0. */
  int optional(int count) {
    return flag() ? signed(count) : 0;
  }
}
