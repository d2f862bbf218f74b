package org.resnet4j.data.named;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes small archives, good and bad, for tests. */
final class TarGzWriter {
  private TarGzWriter() {}

  /** One member of an archive; kind {@code 0} is a file. */
  record Entry(String name, char kind, byte[] body) {}

  static byte[] write(Entry... entries) throws IOException {
    return write(0, entries);
  }

  /** With a header whose sum is wrong. */
  static byte[] damaged(Entry... entries) throws IOException {
    return write(1, entries);
  }

  private static byte[] write(int wrong, Entry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (Entry entry : entries) {
        byte[] header = new byte[512];
        put(header, 0, entry.name());
        put(header, 124, String.format(Locale.ROOT, "%011o", entry.body().length));
        header[156] = (byte) entry.kind();
        put(header, 148, "        ");
        int sum = wrong;
        for (byte b : header) {
          sum += b & 0xFF;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(header);
        out.write(entry.body());
        out.write(new byte[(512 - entry.body().length % 512) % 512]);
      }
      out.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
