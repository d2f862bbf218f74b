package org.resnet4j.io.zip;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.resnet4j.io.FormatException;

/** The bytes of a file, read where they are wanted and never as a whole. */
public record FileBytes(SeekableByteChannel channel, long size) {
  /** Larger reads into Java arrays would each take as much native memory again. */
  private static final int CHUNK = 1 << 16;

  public static FileBytes of(SeekableByteChannel channel) throws IOException {
    return new FileBytes(channel, channel.size());
  }

  /**
   * Fills a buffer from a position on, and sets it to be read, little end first.
   *
   * @throws FormatException if the file ends before
   */
  public ByteBuffer read(long position, ByteBuffer target) throws IOException {
    if (position < 0 || position > size - target.remaining()) {
      throw new FormatException("the file was cut short, or points behind its end");
    }
    channel.position(position);
    int end = target.limit();
    while (target.position() < end) {
      target.limit(target.isDirect() ? end : Math.min(end, target.position() + CHUNK));
      if (channel.read(target) < 0) {
        throw new FormatException("the file was cut short while it was read");
      }
    }
    return target.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** So many bytes of the file in an array of their own. */
  public ByteBuffer read(long position, int count) throws IOException {
    if (count > size) {
      throw new FormatException("the file was cut short, or points behind its end");
    }
    return read(position, ByteBuffer.allocate(count));
  }

  /** The bytes from the first one on, at most so many. */
  public ByteSource source(long limit) throws IOException {
    channel.position(0);
    return new ByteSource(
        new BufferedInputStream(Channels.newInputStream(channel)), Math.min(size, limit));
  }
}
