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
 * Reads the wanted files of a {@code .tar.gz} archive (POSIX ustar headers) and nothing else. The
 * archive is not trusted: paths in it are ignored but for their last name, each wanted file must
 * have exactly the wanted size, and the whole may not unpack to more than a gigabyte.
 */
final class TarGz {
  private static final int BLOCK = 512;
  private static final long MOST_BYTES = 1L << 30;

  private TarGz() {}

  /**
   * Hands over each wanted file once.
   *
   * @param wanted size in bytes by base name
   * @throws DataException if the archive is broken, or a wanted file is missing, doubled or of
   *     another size
   */
  static void read(Path path, Map<String, Integer> wanted, BiConsumer<String, byte[]> each) {
    Set<String> missing = new TreeSet<>(wanted.keySet());
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
          throw new DataException(path + ": it unpacks to more than 1 GiB, which is refused");
        }
        String name = baseName(header);
        Integer wantedSize = header[156] == '0' || header[156] == 0 ? wanted.get(name) : null;
        if (wantedSize == null) {
          in.skipNBytes(padded);
          continue;
        }
        if (size != wantedSize) {
          throw new DataException(
              path + ": " + name + " of " + wantedSize + " bytes wanted, but it has " + size);
        }
        if (!seen.add(name)) {
          throw new DataException(path + ": it holds " + name + " twice");
        }
        each.accept(name, SizedInput.readNext(in, path + " (" + name + ")", wantedSize));
        in.skipNBytes(padded - size);
        missing.remove(name);
      }
      while (left >= 0 && in.readNBytes(header, 0, BLOCK) > 0) {
        left -= BLOCK; // To the end, where the checksum of gzip stands.
      }
    } catch (EOFException e) {
      throw new DataException(path + ": it is cut short; fetch it again", e);
    } catch (ZipException e) {
      throw new DataException(
          path + ": gzip data wanted, but " + e.getMessage() + "; fetch it again", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + path + ": " + e, e);
    }
    if (!missing.isEmpty()) {
      throw new DataException(
          path + ": it should hold " + String.join(", ", missing) + " too; fetch it again");
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

  /** The sum of all header bytes, its own field counted as spaces. */
  private static void checkSum(byte[] header, Path path) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    if (sum != octal(header, 148, 8, path)) {
      throw new DataException(path + ": a tar header in it is damaged; fetch it again");
    }
  }

  private static long octal(byte[] header, int from, int length, Path path) {
    String text = new String(header, from, length, StandardCharsets.ISO_8859_1);
    String digits = text.replace('\0', ' ').strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw new DataException(path + ": a tar header in it is damaged; fetch it again");
    }
    return Long.parseLong(digits, 8);
  }
}
