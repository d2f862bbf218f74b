package org.resnet4j.io.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.FormatException;

/**
 * A strict reader of zip archives over a channel. Only the directory counts, entries must not
 * overlap, sizes are checked before anything is inflated, and returned contents have passed their
 * CRC check. Source: PKWARE's APPNOTE.TXT 6.3.10, section 4.3.
 */
public final class ZipArchive {
  private static final int LOCAL = 0x04034b50;

  /** The length of a local header without its name. */
  static final int LOCAL_LENGTH = 30;

  private static final int CHUNK = 1 << 16;

  private final FileBytes file;
  private final Map<String, ZipEntry> entries;

  /**
   * Reads the directory.
   *
   * @throws FormatException if it is damaged
   */
  public ZipArchive(FileBytes file) throws IOException {
    this.file = file;
    this.entries = ZipDirectory.read(file);
  }

  /** The names of all entries. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** The entry of that name, or null. */
  public @Nullable ZipEntry find(String name) {
    return entries.get(name);
  }

  /** An entry as an array of at most the given number of bytes. */
  public byte[] bytes(ZipEntry entry, int limit) throws IOException {
    if (entry.size() > limit) {
      throw damaged(
          "entry '" + entry.name() + "' has " + entry.size() + " bytes, more than " + limit);
    }
    byte[] bytes = new byte[(int) entry.size()];
    read(entry, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Fills a buffer of the entry's size. */
  public void read(ZipEntry entry, ByteBuffer target) throws IOException {
    ByteBuffer local = file.read(entry.offset(), LOCAL_LENGTH);
    long start =
        entry.offset() + LOCAL_LENGTH + ZipDirectory.u16(local, 26) + ZipDirectory.u16(local, 28);
    if (local.getInt(0) != LOCAL || start > entry.end() - entry.packed()) {
      throw damaged(
          "entry '" + entry.name() + "' is not at the offset in the directory, or " + "overlaps");
    }
    if (entry.method() == ZipEntry.STORED) {
      file.read(start, target);
    } else {
      inflate(entry, start, target);
    }
    CRC32 crc = new CRC32();
    crc.update(target);
    if (crc.getValue() != entry.crc()) {
      throw damaged("entry '" + entry.name() + "' does not match its CRC");
    }
  }

  private void inflate(ZipEntry entry, long start, ByteBuffer target) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      ByteBuffer beyond = ByteBuffer.allocate(1); // filled by a stream that is too long
      long taken = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(target.hasRemaining() ? target : beyond);
        if (!beyond.hasRemaining() || inflater.needsDictionary()) {
          break;
        }
        if (count == 0 && inflater.needsInput()) {
          if (taken == entry.packed()) {
            break;
          }
          chunk.clear().limit((int) Math.min(CHUNK, entry.packed() - taken));
          file.read(start + taken, chunk);
          taken += chunk.remaining();
          inflater.setInput(chunk);
        }
      }
      if (!inflater.finished() || target.hasRemaining()) {
        throw damaged("entry '" + entry.name() + "' differs in size from the directory");
      }
      target.flip();
    } catch (DataFormatException e) {
      throw new FormatException("entry '" + entry.name() + "' cannot be inflated", e);
    } finally {
      inflater.end();
    }
  }

  static FormatException damaged(String what) {
    return new FormatException("the zip archive is damaged: " + what);
  }
}
