package org.resnet4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/** Puts the checksums of a file right, which no mutation would hit. */
final class Checksums {
  private static final int PNG_SIGNATURE = 8;
  private static final int TAR_BLOCK = 512;

  private Checksums() {}

  /** A PNG file of the same chunks, as far as their lengths are possible. */
  static byte[] png(byte[] file) {
    ByteBuffer png = ByteBuffer.wrap(file.clone());
    int at = PNG_SIGNATURE;
    while (at + 12 <= png.limit()) {
      int length = png.getInt(at);
      if (length < 0 || length > png.limit() - at - 12) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(png.array(), at + 4, length + 4);
      png.putInt(at + 8 + length, (int) sum.getValue());
      at += 12 + length;
    }
    return png.array();
  }

  /** A tar archive of the same headers, as far as their sizes are possible. */
  static byte[] tar(byte[] file) {
    byte[] tar = file.clone();
    int at = 0;
    while (at + TAR_BLOCK <= tar.length) {
      Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
      int sum = 0;
      for (int i = at; i < at + TAR_BLOCK; i++) {
        sum += tar[i] & 0xFF;
      }
      byte[] octal = String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(ISO_8859_1);
      System.arraycopy(octal, 0, tar, at + 148, octal.length);
      String size = new String(tar, at + 124, 11, ISO_8859_1);
      if (!size.matches("[0-7]{11}")) {
        break;
      }
      long padded = (Long.parseLong(size, 8) + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
      at = (int) Math.min(tar.length, at + TAR_BLOCK + padded);
    }
    return tar;
  }
}
