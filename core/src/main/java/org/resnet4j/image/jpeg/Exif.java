package org.resnet4j.image.jpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The one thing of Exif (JEITA CP-3451) that changes how a picture looks: its orientation. */
final class Exif {
  private static final byte[] SIGNATURE = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int TIFF_HEADER = 8;
  private static final int ENTRY = 12;
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;

  private Exif() {}

  /** Whether the content of an APP1 segment is Exif. */
  static boolean isIn(byte[] file, int from, int to) {
    return to - from >= SIGNATURE.length + TIFF_HEADER
        && Arrays.equals(file, from, from + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /** The orientation of the first directory, 1 to 8; 1 where it has none or makes no sense. */
  static int orientation(byte[] file, int from, int to) {
    int begin = from + SIGNATURE.length;
    ByteBuffer tiff = ByteBuffer.wrap(file, begin, to - begin).slice();
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xFFFFFFFFL;
    if (directory + 2 > tiff.limit()) {
      return 1;
    }
    int entries = tiff.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int at = (int) directory + 2 + i * ENTRY;
      if (at + ENTRY > tiff.limit()) {
        return 1;
      }
      if ((tiff.getShort(at) & 0xFFFF) == ORIENTATION) {
        int value = tiff.getShort(at + 2) == SHORT ? tiff.getShort(at + 8) : 1;
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }
}
