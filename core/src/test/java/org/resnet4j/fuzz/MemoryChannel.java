package org.resnet4j.fuzz;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file in memory that can only be read. */
public final class MemoryChannel implements SeekableByteChannel {
  private final byte[] content;
  private long position;

  public MemoryChannel(byte[] content) {
    this.content = content;
  }

  @Override
  public int read(ByteBuffer target) {
    int count = (int) Math.min(target.remaining(), content.length - position);
    if (count <= 0) {
      return target.hasRemaining() ? -1 : 0;
    }
    target.put(content, (int) position, count);
    position += count;
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long other) {
    if (other < 0) {
      throw new IllegalArgumentException("position " + other);
    }
    position = other;
    return this;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
