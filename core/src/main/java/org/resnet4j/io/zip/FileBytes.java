package org.resnet4j.io.zip;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.resnet4j.io.FormatException;

/** Random access to the bytes of a file, which is never read as a whole. */
public record FileBytes(SeekableByteChannel channel, long size) {
  /** A larger read into a Java array would take as much native memory again. */
  private static final int CHUNK = 1 << 16;

  public static FileBytes of(SeekableByteChannel channel) throws IOException {
    return new FileBytes(channel, channel.size());
  }

  /**
   * Fills a buffer from a position on, and flips it for little-endian reading.
   *
   * @throws FormatException if the file ends first
   */
  public ByteBuffer read(long position, ByteBuffer target) throws IOException {
    if (position < 0 || position > size - target.remaining()) {
      throw new FormatException("the file was truncated, or points beyond its end");
    }
    channel.position(position);
    int end = target.limit();
    while (target.position() < end) {
      target.limit(target.isDirect() ? end : Math.min(end, target.position() + CHUNK));
      if (channel.read(target) < 0) {
        throw new FormatException("the file was truncated while it was being read");
      }
    }
    return target.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A range of the file as a new array. */
  public ByteBuffer read(long position, int count) throws IOException {
    if (count > size) {
      throw new FormatException("the file was truncated, or points beyond its end");
    }
    return read(position, ByteBuffer.allocate(count));
  }

  /** At most that many bytes from the start of the file. */
  public ByteSource source(long limit) throws IOException {
    channel.position(0);
    return new ByteSource(
        new BufferedInputStream(Channels.newInputStream(channel)), Math.min(size, limit));
  }
}
