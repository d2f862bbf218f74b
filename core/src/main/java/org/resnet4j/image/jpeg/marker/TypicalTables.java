package org.resnet4j.image.jpeg.marker;

import java.util.HexFormat;
import java.util.List;
import org.resnet4j.image.ImageException;

/**
 * The Huffman codes that T.81 gives as examples (Annex K.3). Frames of Motion JPEG use them without
 * defining them.
 */
final class TypicalTables {
  /** By slot 0 and 1, DC before AC, as in the file: counts of codes by length, then symbols. */
  private static final List<String> DEFINITIONS =
      List.of(
          "0001050101010101010000000000000000" + "0102030405060708090a0b",
          "0003010101010101010101000000000000" + "0102030405060708090a0b",
          "0002010303020403050504040000017d"
              + "01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
              + "2433627282090a161718191a25262728292a3435363738393a43444546474849"
              + "4a535455565758595a636465666768696a737475767778797a83848586878889"
              + "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5"
              + "c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8"
              + "f9fa",
          "00020102040403040705040400010277"
              + "000102031104052131061241510761711322328108144291a1b1c109233352f0"
              + "156272d10a162434e125f11718191a262728292a35363738393a434445464748"
              + "494a535455565758595a636465666768696a737475767778797a828384858687"
              + "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
              + "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8"
              + "f9fa");

  private TypicalTables() {}

  /**
   * A table.
   *
   * @param ac whether of AC coefficients
   * @param slot 0 or 1; there are no others
   * @throws ImageException if there is no such table
   */
  static HuffmanTable of(boolean ac, int slot) {
    if (slot > 1) {
      throw new ImageException("a Huffman table is missing");
    }
    return new HuffmanTable(HexFormat.of().parseHex(DEFINITIONS.get((ac ? 2 : 0) + slot)), 0);
  }
}
