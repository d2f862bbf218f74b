package org.resnet4j.image.jpeg.marker;

import org.resnet4j.image.ImageException;

/**
 * A Huffman code (T.81, Annex C), as tables over the next {@value #LOOKAHEAD} bits. Most symbols
 * are a run of zeros and the size of the number that follows; where code and number fit into those
 * bits, one lookup gives run, number and length.
 */
public final class HuffmanTable {
  /** Bits per lookup: more would evict other data from the L1 cache. */
  public static final int LOOKAHEAD = 10;

  /**
   * A run that leads beyond every block: end of block. All symbols without a number mean it, except
   * the run of 16 zeros.
   */
  public static final int END_OF_BLOCK = 128;

  /** For scans that need no table: it has no codes. */
  static final HuffmanTable NONE = new HuffmanTable();

  /**
   * By the next bits: the number in the upper 16 bits, the run in the next 8, the length of code
   * and number in the lowest 8; 0 where that needs more bits.
   */
  public final int[] values = new int[1 << LOOKAHEAD];

  /**
   * By the next bits: length of the code in the upper 24 bits and its symbol; 0 if it is longer.
   */
  private final int[] codes = new int[1 << LOOKAHEAD];

  private final int[] symbols = new int[256];

  /** By length: the first code that is too large, and the offset from a code to its symbol. */
  private final int[] limit = new int[17];

  private final int[] offset = new int[17];

  /** Whether every symbol is a size of at most 15 bits, as DC differences need. */
  private boolean onlySizes = true;

  private HuffmanTable() {}

  /**
   * From the definition in the file: 16 counts of codes by length, then their symbols.
   *
   * @throws ImageException if there are more codes than bits allow
   */
  HuffmanTable(byte[] file, int at) {
    int code = 0;
    int next = 0;
    for (int length = 1; length <= 16; length++) {
      int count = file[at + length - 1] & 0xFF;
      offset[length] = next - code;
      limit[length] = code + count;
      if (limit[length] > 1 << length || next + count > symbols.length) {
        throw new ImageException("a Huffman table has more codes than its lengths allow");
      }
      for (int i = 0; i < count; i++) {
        symbols[next] = file[at + 16 + next] & 0xFF;
        onlySizes &= symbols[next] < 16;
        if (length <= LOOKAHEAD) {
          enter(code, length, symbols[next]);
        }
        next++;
        code++;
      }
      code <<= 1;
    }
  }

  /**
   * This table, checked for use with DC differences.
   *
   * @throws ImageException if it holds other symbols
   */
  HuffmanTable forDc() {
    if (!onlySizes) {
      throw new ImageException("a Huffman table of DC differences has symbols over 15");
    }
    return this;
  }

  /** Fills all entries whose bits begin with a code. */
  private void enter(int code, int length, int symbol) {
    int rest = LOOKAHEAD - length;
    int size = symbol & 15;
    int run = symbol >> 4;
    for (int i = 0; i < 1 << rest; i++) {
      int at = code << rest | i;
      codes[at] = length << 8 | symbol;
      if (size == 0) {
        values[at] = (run == 15 ? run : END_OF_BLOCK) << 8 | length;
      } else if (size <= rest) {
        int number = extend(i >> (rest - size), size);
        values[at] = number << 16 | run << 8 | (length + size);
      }
    }
  }

  /**
   * The symbol that the bits begin with, and in the upper 24 bits of the result its length. Bits
   * that begin with no code are 17 bits of the symbol 0, as in libjpeg.
   *
   * @param bits the next bits, from the highest
   */
  public int symbol(long bits) {
    int found = codes[(int) (bits >>> (64 - LOOKAHEAD))];
    if (found != 0) {
      return found;
    }
    for (int length = LOOKAHEAD + 1; length <= 16; length++) {
      int code = (int) (bits >>> (64 - length));
      if (code < limit[length]) {
        return length << 8 | symbols[code + offset[length]];
      }
    }
    return 17 << 8;
  }

  /** A number of a size from its bits: the lower half of them means negative (T.81, F.2.2.1). */
  public static int extend(int bits, int size) {
    return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
  }
}
