package org.resnet4j.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message under construction, field by field. Bulky fields are only counted, and fetched
 * when the message is written. Format: protobuf.dev/programming-guides/encoding.
 */
public final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final List<AtomicFile.Content> finished = new ArrayList<>();
  private long finishedSize;
  private ByteArrayOutputStream last = new ByteArrayOutputStream();

  /** A message without fields. */
  public ProtobufMessage() {}

  /** The size of the message in bytes. */
  public long size() {
    return finishedSize + last.size();
  }

  /** Adds an integer, enum or boolean. */
  public ProtobufMessage number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** Adds a 32-bit floating-point number. */
  public ProtobufMessage decimal(int field, float value) {
    tag(field, FIXED32);
    last.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
    return this;
  }

  /** Adds a 64-bit floating-point number. */
  public ProtobufMessage decimal(int field, double value) {
    tag(field, FIXED64);
    last.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    return this;
  }

  /** Adds a text. */
  public ProtobufMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes. */
  public ProtobufMessage bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    last.writeBytes(value);
    return this;
  }

  /** Adds a bytes field of the given size, fetched when the message is written. */
  public ProtobufMessage bytes(int field, long size, AtomicFile.Content value) {
    tag(field, LENGTH_DELIMITED);
    varint(size);
    finish(size, value);
    return this;
  }

  /** Adds a message, which must be complete. */
  public ProtobufMessage message(int field, ProtobufMessage value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.size());
    if (value.finished.isEmpty()) {
      last.writeBytes(value.last.toByteArray());
    } else {
      finish(value.size(), value::writeTo);
    }
    return this;
  }

  /**
   * All fields.
   *
   * @throws IllegalStateException if some are fetched only when it is written
   */
  public byte[] toBytes() {
    if (!finished.isEmpty()) {
      throw new IllegalStateException("a message with bulky fields is written to a file");
    }
    return last.toByteArray();
  }

  /** Writes all fields. */
  public void writeTo(FileChannel channel) throws IOException {
    for (AtomicFile.Content content : finished) {
      content.writeTo(channel);
    }
    AtomicFile.writeFully(channel, ByteBuffer.wrap(last.toByteArray()));
  }

  private void finish(long size, AtomicFile.Content content) {
    byte[] before = last.toByteArray();
    last = new ByteArrayOutputStream();
    finished.add(channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(before)));
    finished.add(content);
    finishedSize += before.length + size;
  }

  private void tag(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  /** Varint: seven bits per byte, the lowest first; the top bit says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      last.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    last.write((int) rest);
  }
}
