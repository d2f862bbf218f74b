package org.resnet4j.io.zip;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip file without compression or times, whose contents begin at multiples of 64 bytes, so that
 * PyTorch can map them into memory. As in libtorch's inline_container.cc, an extra field of type
 * "FB" in front of each content takes up the space between.
 */
public final class StoredZip implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30; // APPNOTE.TXT 4.3.7, without name and extra field
  private static final int EXTRA_HEADER = 4;

  /** Any fixed time; the first that needs no extra field for years before 1980. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final FileChannel channel;
  private final ZipOutputStream zip;

  /** Starts at the current position of a channel, which stays open. */
  public StoredZip(FileChannel channel) {
    this.channel = channel;
    this.zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
  }

  /** Adds an entry; native memory is copied in chunks. */
  public void add(String name, ByteBuffer content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content.duplicate());
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.remaining());
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(TIME);
    zip.flush();
    entry.setExtra(padding(channel.position() + LOCAL_HEADER + utf8(name).length));
    zip.putNextEntry(entry);
    byte[] piece = new byte[1 << 16];
    for (ByteBuffer rest = content.duplicate(); rest.hasRemaining(); ) {
      int length = Math.min(piece.length, rest.remaining());
      rest.get(piece, 0, length);
      zip.write(piece, 0, length);
    }
    zip.closeEntry();
  }

  /** An extra field that ends at a multiple of 64 bytes if it begins at {@code position}. */
  private static byte[] padding(long position) {
    int size = Math.floorMod(-(position + EXTRA_HEADER), ALIGNMENT);
    byte[] field = new byte[EXTRA_HEADER + size];
    field[0] = 'F';
    field[1] = 'B';
    field[2] = (byte) size;
    java.util.Arrays.fill(field, EXTRA_HEADER, field.length, (byte) 'Z');
    return field;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the directory; the channel stays open. */
  @Override
  public void close() throws IOException {
    zip.finish();
    zip.flush();
  }
}
