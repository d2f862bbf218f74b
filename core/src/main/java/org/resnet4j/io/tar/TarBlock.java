package org.resnet4j.io.tar;

import java.nio.charset.StandardCharsets;
import org.resnet4j.io.FormatException;

/**
 * A header block of a tar archive. Source: POSIX.1-2017, {@code pax}, "ustar Interchange Format",
 * and GNU tar 1.34, "Basic Tar Format", for numbers in base 256.
 */
record TarBlock(byte[] bytes) {
  static final int SIZE = 512;

  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;

  /** The first two bytes of a gzip file. */
  private static final int GZIP = 0x1F8B;

  boolean isZero() {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks the sum of all bytes, with the checksum field as spaces. Old programs added signed ones.
   *
   * @throws FormatException if it is another
   */
  void requireSound() {
    if ((((bytes[0] & 0xFF) << Byte.SIZE) | (bytes[1] & 0xFF)) == GZIP) {
      throw new FormatException(
          "expected an uncompressed tar archive, got one compressed by gzip: decompress it"
              + " (gunzip), since pictures cannot be found in it otherwise");
    }
    long sum = 0;
    long signed = 0;
    for (int i = 0; i < SIZE; i++) {
      int value = i >= SUM_AT && i < SUM_AT + SUM_LENGTH ? ' ' : bytes[i];
      sum += value & 0xFF;
      signed += value;
    }
    long stated = number(SUM_AT, SUM_LENGTH, "checksum");
    if (stated != sum && stated != signed) {
      throw new FormatException(
          "expected a tar header with the checksum " + sum + ", got " + stated);
    }
  }

  char type() {
    return (char) (bytes[156] & 0xFF);
  }

  long size() {
    return number(124, 12, "size");
  }

  /** The name, with ustar's prefix; GNU tar keeps times in the place of the prefix. */
  String name() {
    boolean posix = text(257, 6).equals("ustar");
    String prefix = posix ? text(345, 155) : "";
    return prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
  }

  private String text(int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  /** Octal digits among spaces and zeros, or a number in base 256 after a first bit of 1. */
  private long number(int from, int length, String field) {
    if (bytes[from] < 0) {
      return base256(from, length, field);
    }
    String digits =
        new String(bytes, from, length, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    if (!digits.matches("[0-7]{1,12}")) {
      throw new FormatException(
          "expected a tar header with the " + field + " in octal digits, got '" + digits + "'");
    }
    return Long.parseLong(digits, 8);
  }

  private long base256(int from, int length, String field) {
    long value = bytes[from] & 0x7F;
    for (int i = from + 1; i < from + length; i++) {
      if (value >> (Long.SIZE - 1 - Byte.SIZE) != 0) {
        throw new FormatException(
            "expected a tar header with a " + field + " below 2^63, got a negative or larger one");
      }
      value = (value << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return value;
  }
}
