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

  /** Peeks at the next bits, up to 32; zeros beyond the end. */
  int peek(int requested) {
    while (count < requested && at < end) {
      bits |= (file[at++] & 0xFFL) << count;
      count += 8;
    }
    return (int) (bits & ((1L << requested) - 1));
  }

  /** Skips bits that were peeked at. */
  void skip(int used) {
    if (used > count) {
      throw new ImageException("its lossless pixels are truncated");
    }
    bits >>>= used;
    count -= used;
  }

  /** An unsigned integer of up to 32 bits. */
  int number(int requested) {
    int number = peek(requested);
    skip(requested);
    return number;
  }

  boolean flag() {
    return number(1) == 1;
  }
}
