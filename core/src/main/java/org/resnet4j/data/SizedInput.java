package org.resnet4j.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a file of known size, and rejects any other size by name. Never takes more memory than that
 * size, whatever the file claims.
 */
public final class SizedInput {
  private SizedInput() {}

  /** Something that opens a file, a resource or an entry of an archive. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * All bytes of a file, decompressed if its name ends in {@code .gz}.
   *
   * @throws DataException if it cannot be read or is not exactly {@code size} bytes
   */
  public static byte[] read(String name, int size, Opener opener) {
    try (InputStream raw = opener.open();
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
      byte[] bytes = readNext(in, name, size);
      if (in.read() >= 0) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: expected %,d bytes, got more: it is a different file; fetch it again",
                name,
                size));
      }
      return bytes;
    } catch (EOFException e) {
      throw new DataException(name, "its gzip data is truncated; fetch it again", e);
    } catch (ZipException e) {
      throw new DataException(
          name, "expected gzip data: " + e.getMessage() + "; fetch it again", e);
    } catch (IOException e) {
      throw new DataException(name, "it cannot be read: " + e, e);
    }
  }

  /** The next {@code size} bytes of a stream. */
  public static byte[] readNext(InputStream in, String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    int found = in.readNBytes(bytes, 0, size);
    if (found < size) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: expected %,d bytes, got %,d: it is truncated; fetch it again",
              name,
              size,
              found));
    }
    return bytes;
  }
}
