package org.resnet4j.io.zip;

import java.util.List;
import org.resnet4j.io.FormatException;

/**
 * One file of a zip archive, as the directory describes it.
 *
 * @param method how it is packed
 * @param packed how many bytes it takes in the archive
 * @param size how many bytes it has when inflated
 * @param offset where in the archive its local header begins
 * @param end before which byte of the archive it ends
 */
public record ZipEntry(
    String name, int method, long crc, long packed, long size, long offset, long end) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** Deflate can shrink zeros a thousand times; trained weights hardly shrink at all. */
  private static final long MAX_RATIO = 100;

  /** Below this size, zeros are welcome. */
  private static final long FREE_SIZE = 1 << 20;

  /**
   * Makes an entry whose end is not known yet.
   *
   * @throws FormatException if no sound archive has such an entry
   */
  static ZipEntry of(String name, int method, long crc, long packed, long size, long offset)
      throws FormatException {
    if (name.startsWith("/")
        || name.contains("\\")
        || List.of(name.split("/", -1)).contains("..")) {
      throw ZipArchive.damaged("entry '" + name + "' points outside of it");
    }
    if (method != STORED && method != DEFLATED) {
      throw ZipArchive.damaged(
          "entry '" + name + "' is packed with method " + method + ", not stored or deflated");
    }
    if (packed < 0 || size < 0 || offset < 0 || (method == STORED && packed != size)) {
      throw ZipArchive.damaged("entry '" + name + "' has impossible sizes");
    }
    if (size > FREE_SIZE && size / MAX_RATIO > packed) {
      throw ZipArchive.damaged(
          "entry '" + name + "' would grow from " + packed + " to " + size + " bytes: a zip bomb");
    }
    return new ZipEntry(name, method, crc, packed, size, offset, Long.MAX_VALUE);
  }

  /** The same entry, which ends before that byte. */
  ZipEntry endingAt(long other) {
    return new ZipEntry(name, method, crc, packed, size, offset, other);
  }
}
