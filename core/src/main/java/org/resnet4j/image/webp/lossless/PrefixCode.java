package org.resnet4j.image.webp.lossless;

import org.resnet4j.image.ImageException;

/** A canonical prefix code: RFC 9649, section 3.7.2. */
final class PrefixCode {
  private static final int LONGEST = 15;

  /** Codes of up to this many bits are looked up; longer ones are decoded bit by bit. */
  private static final int LOOKED_UP = 8;

  /** The order in which the lengths of the code of the lengths are written. */
  private static final int[] ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  /** By the next bits: a symbol, and its length in the low 4 bits; 0 where the code is longer. */
  private final int[] table;

  private final int tableBits;

  /** The number of codes of each length. */
  private final int[] counts = new int[LONGEST + 1];

  /** By length, then by value. */
  private final int[] symbols;

  private PrefixCode(int[] lengths) {
    int longest = 0;
    for (int length : lengths) {
      counts[length]++;
      longest = Math.max(longest, length);
    }
    int used = lengths.length - counts[0];
    counts[0] = 0;
    symbols = new int[used];
    int[] next = new int[LONGEST + 2];
    for (int length = 1; length <= LONGEST; length++) {
      next[length + 1] = next[length] + counts[length];
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] > 0) {
        symbols[next[lengths[symbol]]++] = symbol;
      }
    }
    // A single symbol needs no bits, whatever its length.
    tableBits = used == 1 ? 0 : Math.min(longest, LOOKED_UP);
    table = new int[1 << tableBits];
    if (used == 1) {
      table[0] = symbols[0] << 4;
    } else {
      fill();
    }
  }

  private void fill() {
    int code = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      for (int i = 0; i < counts[length]; i++) {
        if (length <= tableBits) {
          int low = Integer.reverse(code) >>> (32 - length);
          for (int entry = low; entry < table.length; entry += 1 << length) {
            table[entry] = symbols[index] << 4 | length;
          }
        }
        code++;
        index++;
      }
      if (code > 1 << length) {
        throw new ImageException("a prefix code of its lossless pixels has too many symbols");
      }
      code <<= 1;
    }
    if (code != 2 << LONGEST) {
      throw new ImageException("a prefix code of its lossless pixels is not complete");
    }
  }

  /** The size of its tables in ints. */
  int size() {
    return table.length + symbols.length;
  }

  /** The next symbol. */
  int read(BitReader in) {
    int entry = table[in.peek(tableBits)];
    if (entry != 0 || tableBits == 0) {
      in.skip(entry & 15);
      return entry >> 4;
    }
    int code = 0;
    int first = 0;
    int index = 0;
    int bits = in.peek(LONGEST);
    for (int length = 1; length <= LONGEST; length++) {
      code |= bits >> (length - 1) & 1;
      if (code - first < counts[length]) {
        in.skip(length);
        return symbols[index + code - first];
      }
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw new ImageException("a prefix code of its lossless pixels is not defined");
  }

  /** Reads a code for an alphabet of the given size. */
  static PrefixCode of(BitReader in, int symbols) {
    int[] lengths = new int[symbols];
    if (in.flag()) {
      boolean two = in.flag();
      int first = in.number(in.flag() ? 8 : 1);
      mark(lengths, first);
      if (two) {
        mark(lengths, in.number(8));
      }
    } else {
      int[] meta = new int[ORDER.length];
      int count = 4 + in.number(4);
      for (int i = 0; i < count; i++) {
        meta[ORDER[i]] = in.number(3);
      }
      readLengths(in, new PrefixCode(meta), lengths);
    }
    return new PrefixCode(lengths);
  }

  private static void mark(int[] lengths, int symbol) {
    if (symbol >= lengths.length) {
      throw new ImageException("a prefix code of its lossless pixels has a symbol too large");
    }
    lengths[symbol] = 1;
  }

  private static void readLengths(BitReader in, PrefixCode meta, int[] lengths) {
    int left = in.flag() ? 2 + in.number(2 + 2 * in.number(3)) : lengths.length;
    if (left > lengths.length) {
      throw new ImageException("a prefix code of its lossless pixels has too many lengths");
    }
    int previous = 8;
    int symbol = 0;
    while (symbol < lengths.length && left > 0) {
      left--;
      int length = meta.read(in);
      int repeat = 1;
      switch (length) {
        case 16 -> {
          repeat = 3 + in.number(2);
          length = previous;
        }
        case 17 -> {
          repeat = 3 + in.number(3);
          length = 0;
        }
        case 18 -> {
          repeat = 11 + in.number(7);
          length = 0;
        }
        default -> previous = length > 0 ? length : previous;
      }
      if (repeat > lengths.length - symbol) {
        throw new ImageException("a prefix code of its lossless pixels has too many lengths");
      }
      for (int i = 0; i < repeat; i++) {
        lengths[symbol++] = length;
      }
    }
  }
}
