package org.resnet4j.image.gif;

import org.resnet4j.image.ByteReader;
import org.resnet4j.image.ImageException;

/**
 * Unpacks the indices of a GIF's frame: LZW with codes that grow to 12 bits (GIF 89a, appendix F).
 */
final class GifCodes {
  /** The most bits of a code. */
  static final int LONGEST = 12;

  private final ByteReader in;
  private final int clear;

  /** A code's string of indices is that of a shorter code, and one more. */
  private final int[] shorter = new int[1 << LONGEST];

  private final byte[] last = new byte[1 << LONGEST];

  /** A string that was unpacked from its end: what is left of it begins at {@link #top}. */
  private final byte[] string = new byte[(1 << LONGEST) + 1];

  private int top = string.length;

  private int block;
  private int bits;
  private int bitCount;
  private int codeBits;
  private int free;
  private int previous;

  /**
   * Codes from sub-blocks.
   *
   * @param indexBits the bits of an index; of more than 8 the low ones count, as in Pillow
   */
  GifCodes(ByteReader in, int indexBits) {
    if (indexBits > LONGEST) {
      throw new ImageException(
          "expected GIF indices of at most " + LONGEST + " bits, got " + indexBits);
    }
    this.in = in;
    clear = 1 << indexBits;
    for (int i = 0; i < clear; i++) {
      last[i] = (byte) i;
    }
    reset();
  }

  private void reset() {
    codeBits = Integer.numberOfTrailingZeros(clear) + 1;
    free = clear + 2;
    previous = -1;
  }

  /** The next index. */
  byte next() {
    if (top == string.length) {
      unpack();
    }
    return string[top++];
  }

  private void unpack() {
    int code = code();
    while (code == clear) {
      reset();
      code = code();
    }
    if (code == clear + 1 || code > (previous < 0 ? clear : free)) {
      throw damaged();
    }
    // A code about to be defined is the previous string plus its first index.
    int at = code;
    if (code == free) {
      top--;
      at = previous;
    }
    if (at >= shorter.length) {
      throw damaged();
    }
    while (at > clear) {
      string[--top] = last[at];
      at = shorter[at];
    }
    string[--top] = last[at];
    if (code == free) {
      string[string.length - 1] = last[at];
    }
    define(last[at]);
    previous = code;
  }

  private static ImageException damaged() {
    return new ImageException("the codes of its frame are truncated or are damaged");
  }

  private void define(byte first) {
    if (previous >= 0 && free < 1 << LONGEST) {
      shorter[free] = previous;
      last[free] = first;
      if (free == (1 << codeBits) - 1 && codeBits < LONGEST) {
        codeBits++;
      }
      free++;
    }
  }

  private int code() {
    while (bitCount < codeBits) {
      if (block == 0) {
        block = in.u8();
        if (block == 0 || block > in.remaining()) {
          throw new ImageException("the codes of its frame are truncated");
        }
      }
      bits |= in.u8() << bitCount;
      bitCount += 8;
      block--;
    }
    int code = bits & ((1 << codeBits) - 1);
    bits >>>= codeBits;
    bitCount -= codeBits;
    return code;
  }
}
