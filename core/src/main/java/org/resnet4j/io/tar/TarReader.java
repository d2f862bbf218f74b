package org.resnet4j.io.tar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.FormatException;

/**
 * Lists the members of an untrusted tar archive (ustar, pax or GNU), passing over their contents.
 * Nothing is believed before it is checked: headers by their checksums, sizes by the length of the
 * file, the end by its marker. Memory does not depend on what the archive claims.
 */
public final class TarReader {
  /** The longest name, as Linux's PATH_MAX, and the longest extended header. */
  private static final int LONGEST_NAME = 4096;

  private static final int LONGEST_EXTENSION = 1 << 20;

  /** Programs fill the last record with zeros: 10 KiB by default, rarely more. */
  private static final int MOST_PADDING = 1 << 20;

  /** Read at once: a small member, such as a label, comes with the header after it. */
  private static final int WINDOW = 4096;

  private final SeekableByteChannel channel;
  private final long length;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private long windowAt;
  private long at;

  /** Begins with the first member of an archive. */
  public TarReader(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
    window.limit(0);
  }

  /**
   * The next member; null at the end.
   *
   * @throws FormatException if the archive is damaged, truncated, compressed, or has sparse files
   * @throws IOException if it cannot be read
   */
  public @Nullable TarMember next() throws IOException {
    String longName = null;
    Map<String, String> extended = Map.of();
    while (true) {
      TarBlock header = header();
      if (header.isZero()) {
        requireEnd();
        return null;
      }
      header.requireSound();
      char type = header.type();
      long size = header.size();
      if (type == 'L' || type == 'K') {
        String name = text(size, LONGEST_NAME);
        longName = type == 'L' ? name : longName;
      } else if (type == 'x' || type == 'g') {
        Map<String, String> records = PaxRecords.parse(content(size, LONGEST_EXTENSION));
        extended = type == 'x' ? records : extended;
        requireDense(records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse.")));
      } else {
        requireDense(type == 'S');
        String name = extended.getOrDefault("path", longName == null ? header.name() : longName);
        return member(name, type, PaxRecords.size(extended, size));
      }
    }
  }

  private TarMember member(String name, char type, long size) {
    if (name.length() > LONGEST_NAME) {
      throw new FormatException("expected names of at most " + LONGEST_NAME + " bytes, got more");
    }
    boolean file = type == '0' || type == 0 || type == '7';
    boolean folder = type == '5' || (file && name.endsWith("/"));
    boolean empty =
        folder || (type >= '1' && type <= '6'); // Of links the size may be the target's.
    long stored = empty ? 0 : size;
    if (stored > length - at) {
      throw new FormatException(
          "'"
              + name
              + "' is "
              + size
              + " bytes long by its header, of which the archive holds "
              + (length - at)
              + ": it is truncated or damaged");
    }
    TarMember.Kind kind =
        folder ? TarMember.Kind.FOLDER : file ? TarMember.Kind.FILE : TarMember.Kind.OTHER;
    TarMember member = new TarMember(name, kind, at, stored);
    at += padded(stored);
    return member;
  }

  private static void requireDense(boolean sparse) {
    if (sparse) {
      throw new FormatException("it holds a sparse file: make it without the option --sparse");
    }
  }

  /** The content of a member. */
  public byte[] content(TarMember member, int most) throws IOException {
    if (member.length() > most) {
      throw new FormatException(
          "expected '" + member.name() + "' of at most " + most + " bytes, got " + member.length());
    }
    return bytes(member.offset(), (int) member.length());
  }

  private TarBlock header() throws IOException {
    if (at > length - TarBlock.SIZE) {
      throw new FormatException(
          "it ends at byte "
              + length
              + " without the end marker of a tar archive: it is truncated");
    }
    TarBlock header = new TarBlock(bytes(at, TarBlock.SIZE));
    at += TarBlock.SIZE;
    return header;
  }

  /** The content of an extended header, to which the archive's position points. */
  private byte[] content(long size, int most) throws IOException {
    if (size > most) {
      throw new FormatException(
          "expected an extended header of at most " + most + " bytes, got " + size);
    }
    byte[] content = bytes(at, (int) size);
    at += padded(size);
    return content;
  }

  private String text(long size, int most) throws IOException {
    byte[] content = content(size, most);
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    return new String(content, 0, end, StandardCharsets.UTF_8);
  }

  /** After the first block of zeros there is nothing but zeros: else members would be lost. */
  private void requireEnd() throws IOException {
    if (length - at > MOST_PADDING) {
      throw moreAfterTheEnd();
    }
    for (byte each : bytes(at, (int) (length - at))) {
      if (each != 0) {
        throw moreAfterTheEnd();
      }
    }
  }

  private FormatException moreAfterTheEnd() {
    return new FormatException(
        "expected its end at byte "
            + at
            + ", got more data: archives that were joined must be kept apart");
  }

  private byte[] bytes(long from, int count) throws IOException {
    if (from > length - count) {
      throw new FormatException("it ends at byte " + length + " within a member: it is truncated");
    }
    byte[] bytes = new byte[count];
    if (count > WINDOW) {
      fill(from, ByteBuffer.wrap(bytes));
      return bytes;
    }
    if (from < windowAt || from + count > windowAt + window.limit()) {
      window.clear().limit((int) Math.min(WINDOW, length - from));
      fill(from, window);
      windowAt = from;
    }
    window.get((int) (from - windowAt), bytes);
    return bytes;
  }

  private void fill(long from, ByteBuffer target) throws IOException {
    channel.position(from);
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new FormatException("it became shorter while it was being read");
      }
    }
  }

  private static long padded(long size) {
    return (size + TarBlock.SIZE - 1) / TarBlock.SIZE * TarBlock.SIZE;
  }
}
