package org.resnet4j.io.tar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes a tar archive of files (ustar) that depends on nothing but their names and contents: no
 * times, no owners.
 */
public final class TarWriter {
  private static final int LONGEST_NAME = 100;
  private static final int RECORD = 20 * TarBlock.SIZE;

  /** The most bytes that {@link #finish} adds. */
  public static final int MOST_END = RECORD + 2 * TarBlock.SIZE;

  private final OutputStream out;
  private long written;

  /** Writes to a stream, which it does not close. */
  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Adds a file.
   *
   * @param name of at most 100 characters of ASCII
   */
  public void add(String name, byte[] content) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > LONGEST_NAME || bytes.length != name.length()) {
      throw new IllegalArgumentException(
          "expected a name of 1 to " + LONGEST_NAME + " characters of ASCII, got '" + name + "'");
    }
    byte[] header = new byte[TarBlock.SIZE];
    System.arraycopy(bytes, 0, header, 0, bytes.length);
    put(header, 100, "0000644\0" + "0000000\0".repeat(2));
    put(header, 124, String.format(Locale.ROOT, "%011o\0%011o\0        0", content.length, 0));
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    write(header);
    write(content);
    write(new byte[(int) (size(content.length) - TarBlock.SIZE - content.length)]);
  }

  /** The bytes that a file of a length takes in an archive. */
  public static long size(long content) {
    return TarBlock.SIZE + (content + TarBlock.SIZE - 1) / TarBlock.SIZE * TarBlock.SIZE;
  }

  /** Writes the end marker, and zeros up to a full record. */
  public void finish() throws IOException {
    long end = written + 2 * TarBlock.SIZE;
    write(new byte[(int) ((end + RECORD - 1) / RECORD * RECORD - written)]);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, header, at, ascii.length);
  }
}
