package org.resnet4j.io.zip;

import java.util.List;
import org.resnet4j.io.FormatException;

/**
 * One file of a zip archive, as the directory describes it.
 *
 * @param method how it is packed
 * @param packed its compressed size in bytes
 * @param size its inflated size in bytes
 * @param offset of its local header in the archive
 * @param end the exclusive end of its bytes in the archive
 */
public record ZipEntry(
    String name, int method, long crc, long packed, long size, long offset, long end) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** Deflate compresses zeros a thousandfold, trained weights hardly at all. */
  private static final long MAX_RATIO = 100;

  /** Below this size, any ratio is accepted. */
  private static final long FREE_SIZE = 1 << 20;

  /**
   * Creates an entry whose end is not yet known.
   *
   * @throws FormatException if no valid archive has such an entry
   */
  static ZipEntry of(String name, int method, long crc, long packed, long size, long offset) {
    if (name.startsWith("/")
        || name.contains("\\")
        || List.of(name.split("/", -1)).contains("..")) {
      throw ZipArchive.damaged("entry '" + name + "' is out of bounds");
    }
    if (method != STORED && method != DEFLATED) {
      throw ZipArchive.damaged(
          "entry '" + name + "' is packed with method " + method + ", not stored or deflated");
    }
    if (packed < 0 || size < 0 || offset < 0 || (method == STORED && packed != size)) {
      throw ZipArchive.damaged("entry '" + name + "' has inconsistent sizes");
    }
    if (size > FREE_SIZE && size / MAX_RATIO > packed) {
      throw ZipArchive.damaged(
          "entry '" + name + "' would grow from " + packed + " to " + size + " bytes: a zip bomb");
    }
    return new ZipEntry(name, method, crc, packed, size, offset, Long.MAX_VALUE);
  }

  /** The same entry with its end set. */
  ZipEntry endingAt(long other) {
    return new ZipEntry(name, method, crc, packed, size, offset, other);
  }
}
