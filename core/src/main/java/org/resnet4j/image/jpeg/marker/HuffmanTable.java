package org.resnet4j.image.jpeg.marker;

import java.util.Arrays;
import org.resnet4j.image.ImageException;

/**
 * A Huffman code (T.81, Annex C), as a table over the next {@value #LOOKAHEAD} bits. Most symbols
 * are a run of zeros and the size of the number that follows, which the table states separately.
 */
public final class HuffmanTable {
  /** Bits per lookup: nearly all symbols have shorter codes. */
  public static final int LOOKAHEAD = 10;

  /**
   * A run that leads beyond every block: end of block. All symbols without a number mean it, except
   * the run of 16 zeros.
   */
  public static final int END_OF_BLOCK = 128;

  /** For scans that need no table: it has no codes. */
  static final HuffmanTable NONE = new HuffmanTable();

  /** By the next bits: the entry of their code; 0 if it is longer. */
  private final int[] entries = new int[1 << LOOKAHEAD];

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
    Arrays.fill(entries, code << rest, (code + 1) << rest, entry(symbol, length));
  }

  /**
   * A symbol with what its readers need: the bits that code and number take together in the lowest
   * 8 bits, above them the run, then the length of the code, and the symbol in the highest.
   */
  private static int entry(int symbol, int length) {
    int size = symbol & 15;
    int run = symbol >> 4;
    int zeros = size == 0 && run < 15 ? END_OF_BLOCK : run;
    return symbol << 24 | length << 16 | zeros << 8 | (length + size);
  }

  /** The entry of the code that the bits begin with. */
  public int entry(long bits) {
    int found = entries[(int) (bits >>> (64 - LOOKAHEAD))];
    return found == 0 ? longEntry(bits) : found;
  }

  /**
   * The entry of a code that is too long for the table. Bits that begin with no code are 17 bits of
   * the symbol 0, as in libjpeg.
   *
   * @param bits the next bits, from the highest
   */
  private int longEntry(long bits) {
    for (int length = LOOKAHEAD + 1; length <= 16; length++) {
      int code = (int) (bits >>> (64 - length));
      if (code < limit[length]) {
        return entry(symbols[code + offset[length]], length);
      }
    }
    return entry(0, 17);
  }

  /**
   * The number after the code of an entry: 0 if its size is 0, else of that many bits, whose lower
   * half means negative (T.81, F.2.2.1).
   *
   * @param bits the next bits, from the highest, beginning with the code
   */
  public static int number(int entry, long bits) {
    long rest = bits << (entry >> 16);
    int size = entry >> 24 & 15;
    return (int) (rest >>> 1 >>> (63 - size)) + ((int) (~rest >> 63) & (1 - (1 << size)));
  }

  /** A number of a size from its bits: the lower half of them means negative (T.81, F.2.2.1). */
  public static int extend(int bits, int size) {
    return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
  }
}
