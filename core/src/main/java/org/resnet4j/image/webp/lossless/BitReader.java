package org.resnet4j.image.webp.lossless;

import org.resnet4j.image.ImageException;

/** Reads bits, the lowest of a byte first. */
final class BitReader {
  private final byte[] file;
  private final int end;
  private int at;
  private long bits;
  private int count;

  public BitReader(byte[] file, int from, int to) {
    this.file = file;
    at = from;
    end = to;
  }

  /** The next bits, up to 32, without going on; 0 where there are no more. */
  int peek(int wanted) {
    while (count < wanted && at < end) {
      bits |= (file[at++] & 0xFFL) << count;
      count += 8;
    }
    return (int) (bits & ((1L << wanted) - 1));
  }

  /** Goes on by some bits, which were peeked at. */
  void skip(int used) throws ImageException {
    if (used > count) {
      throw new ImageException("its lossless pixels end too early");
    }
    bits >>>= used;
    count -= used;
  }

  /** A number of so many bits, up to 32. */
  int number(int wanted) throws ImageException {
    int number = peek(wanted);
    skip(wanted);
    return number;
  }

  boolean flag() throws ImageException {
    return number(1) == 1;
  }
}
