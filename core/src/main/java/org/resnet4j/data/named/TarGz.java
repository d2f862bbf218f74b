package org.resnet4j.data.named;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.resnet4j.data.DataException;
import org.resnet4j.data.SizedInput;

/**
 * Reads the requested files of a {@code .tar.gz} archive (POSIX ustar headers) and nothing else.
 * The archive is untrusted: of paths in it only the last name counts, each requested file must have
 * exactly the expected size, and the whole must not unpack to more than 1 GiB.
 */
final class TarGz {
  private static final int BLOCK = 512;
  private static final long MOST_BYTES = 1L << 30;

  private TarGz() {}

  /**
   * Delivers each requested file once.
   *
   * @param expected size in bytes by base name
   * @throws DataException if the archive is damaged, or a requested file is missing, duplicate or
   *     of another size
   */
  static void read(Path path, Map<String, Integer> expected, BiConsumer<String, byte[]> each) {
    Set<String> missing = new TreeSet<>(expected.keySet());
    Set<String> seen = new HashSet<>();
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = new GZIPInputStream(raw, 1 << 16)) {
      long left = MOST_BYTES;
      byte[] header = new byte[BLOCK];
      while (!missing.isEmpty() && in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
        checkSum(header, path);
        long size = octal(header, 124, 12, path);
        long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
        left -= padded + BLOCK;
        if (left < 0) {
          throw new DataException(path, "it unpacks to more than 1 GiB, which is refused");
        }
        String name = baseName(header);
        Integer expectedSize = header[156] == '0' || header[156] == 0 ? expected.get(name) : null;
        if (expectedSize == null) {
          in.skipNBytes(padded);
          continue;
        }
        if (size != expectedSize) {
          throw new DataException(
              path, "expected " + name + " of " + expectedSize + " bytes, got " + size);
        }
        if (!seen.add(name)) {
          throw new DataException(path, "it holds " + name + " twice");
        }
        each.accept(name, SizedInput.readNext(in, path + " (" + name + ")", expectedSize));
        in.skipNBytes(padded - size);
        missing.remove(name);
      }
      while (left >= 0 && in.readNBytes(header, 0, BLOCK) > 0) {
        left -= BLOCK; // To the end, which holds the gzip checksum.
      }
    } catch (EOFException e) {
      throw new DataException(path, "it is truncated; fetch it again", e);
    } catch (ZipException e) {
      throw new DataException(
          path, "expected gzip data: " + e.getMessage() + "; fetch it again", e);
    } catch (IOException e) {
      throw new DataException(path, "it cannot be read: " + e, e);
    }
    if (!missing.isEmpty()) {
      throw new DataException(
          path, "expected it to hold " + String.join(", ", missing) + " too; fetch it again");
    }
  }

  private static String baseName(byte[] header) {
    int end = 0;
    while (end < 100 && header[end] != 0) {
      end++;
    }
    String name = new String(header, 0, end, StandardCharsets.ISO_8859_1);
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The sum of all header bytes, with the checksum field as spaces. */
  private static void checkSum(byte[] header, Path path) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    if (sum != octal(header, 148, 8, path)) {
      throw new DataException(path, "a tar header in it is damaged; fetch it again");
    }
  }

  private static long octal(byte[] header, int from, int length, Path path) {
    String text = new String(header, from, length, StandardCharsets.ISO_8859_1);
    String digits = text.replace('\0', ' ').strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw new DataException(path, "a tar header in it is damaged; fetch it again");
    }
    return Long.parseLong(digits, 8);
  }
}
