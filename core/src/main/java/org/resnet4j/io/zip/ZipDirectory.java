package org.resnet4j.io.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.resnet4j.io.FormatException;

/**
 * The directory at the end of a zip archive. Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.12
 * to 4.3.16 and 4.5.3.
 *
 * @param count how many entries it has
 * @param size in bytes
 * @param offset where it begins
 */
record ZipDirectory(long count, long size, long offset) {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int END64_LOCATOR = 0x07064b50;
  private static final int END64_LOCATOR_LENGTH = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_LENGTH = 56;
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_LENGTH = 46;
  private static final int EXTRA64 = 1;

  private static final int MAX_SIZE = 16 << 20;
  private static final int MAX_COUNT = 100_000;

  /**
   * Finds and reads the entries.
   *
   * @throws FormatException if there is no directory, it is too large or damaged, or entries
   *     overlap or have the same name
   */
  static Map<String, ZipEntry> read(FileBytes file) throws IOException {
    ZipDirectory directory = find(file);
    if (directory.count > MAX_COUNT
        || directory.size > MAX_SIZE
        || directory.count < 0
        || directory.size < directory.count * HEADER_LENGTH
        || directory.offset < 0
        || directory.offset > file.size() - directory.size) {
      throw ZipArchive.damaged("its directory is too large or out of bounds");
    }
    return directory.entries(file.read(directory.offset, (int) directory.size));
  }

  private static ZipDirectory find(FileBytes file) throws IOException {
    int length = (int) Math.min(file.size(), END_LENGTH + 0xFFFF);
    ByteBuffer tail = file.read(file.size() - length, length);
    for (int at = length - END_LENGTH; at >= 0; at--) {
      if (tail.getInt(at) == END && u16(tail, at + 20) == length - at - END_LENGTH) {
        return at(file, tail, at, file.size() - length + at);
      }
    }
    throw ZipArchive.damaged("it has no directory: it was truncated");
  }

  private static ZipDirectory at(FileBytes file, ByteBuffer tail, int at, long position)
      throws IOException {
    if (position >= END64_LOCATOR_LENGTH) {
      ByteBuffer locator = file.read(position - END64_LOCATOR_LENGTH, END64_LOCATOR_LENGTH);
      if (locator.getInt(0) == END64_LOCATOR) {
        ByteBuffer end = file.read(locator.getLong(8), END64_LENGTH);
        if (end.getInt(0) != END64) {
          throw ZipArchive.damaged("its 64-bit directory is missing");
        }
        return new ZipDirectory(end.getLong(32), end.getLong(40), end.getLong(48));
      }
    }
    return new ZipDirectory(u16(tail, at + 10), u32(tail, at + 12), u32(tail, at + 16));
  }

  /** Each entry ends before the next one begins, the last one before the directory. */
  private Map<String, ZipEntry> entries(ByteBuffer bytes) {
    List<ZipEntry> entries = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      entries.add(next(bytes));
    }
    entries.sort(Comparator.comparingLong(ZipEntry::offset).reversed());
    Map<String, ZipEntry> named = new HashMap<>();
    long end = offset;
    for (ZipEntry each : entries) {
      if (each.packed() > end - each.offset() - ZipArchive.LOCAL_LENGTH) {
        throw ZipArchive.damaged(
            "entry '" + each.name() + "' overlaps the next entry, or is out of bounds");
      }
      if (named.put(each.name(), each.endingAt(end)) != null) {
        throw ZipArchive.damaged("there are two entries '" + each.name() + "'");
      }
      end = each.offset();
    }
    return named;
  }

  private static ZipEntry next(ByteBuffer bytes) {
    int at = bytes.position();
    if (bytes.remaining() < HEADER_LENGTH || bytes.getInt(at) != HEADER) {
      throw ZipArchive.damaged("its directory is truncated");
    }
    int nameLength = u16(bytes, at + 28);
    int extraLength = u16(bytes, at + 30);
    int length = HEADER_LENGTH + nameLength + extraLength + u16(bytes, at + 32);
    if (bytes.remaining() < length) {
      throw ZipArchive.damaged("its directory is truncated");
    }
    if ((u16(bytes, at + 8) & 1) != 0) {
      throw ZipArchive.damaged("it is encrypted");
    }
    byte[] name = new byte[nameLength];
    bytes.get(at + HEADER_LENGTH, name);
    ByteBuffer wide = wide(bytes.slice(at + HEADER_LENGTH + nameLength, extraLength));
    long size = wide(u32(bytes, at + 24), wide); // the order in the extra field
    long packed = wide(u32(bytes, at + 20), wide);
    long begin = wide(u32(bytes, at + 42), wide);
    bytes.position(at + length);
    return ZipEntry.of(
        new String(name, StandardCharsets.UTF_8),
        u16(bytes, at + 10),
        u32(bytes, at + 16),
        packed,
        size,
        begin);
  }

  /** The ZIP64 extra field, or empty. */
  private static ByteBuffer wide(ByteBuffer extra) {
    extra.order(ByteOrder.LITTLE_ENDIAN);
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xFFFF;
      int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
      if (id == EXTRA64) {
        return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + length);
    }
    return ByteBuffer.allocate(0);
  }

  private static long wide(long value, ByteBuffer wide) {
    if (value != 0xFFFFFFFFL) {
      return value;
    }
    if (wide.remaining() < Long.BYTES) {
      throw ZipArchive.damaged("an entry lacks its 64-bit sizes");
    }
    return wide.getLong();
  }

  static int u16(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xFFFF;
  }

  private static long u32(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & 0xFFFFFFFFL;
  }
}
