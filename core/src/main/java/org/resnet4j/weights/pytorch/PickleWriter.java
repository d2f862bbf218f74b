package org.resnet4j.weights.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the few kinds of value that a dictionary of tensors needs in Python's pickle protocol 2
 * (PEP 307). The opcodes are those of Python's pickletools.
 */
final class PickleWriter {
  private static final int PROTO = 0x80;
  private static final int FALSE = 0x89;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleWriter() {
    op(PROTO).op(2);
  }

  /** A class or function by its name. */
  PickleWriter global(String module, String name) {
    op('c').out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** A text. */
  PickleWriter text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    op('X').int32(bytes.length).out.writeBytes(bytes);
    return this;
  }

  /** An integer. */
  PickleWriter integer(int value) {
    return op('J').int32(value);
  }

  /** The truth value false. */
  PickleWriter no() {
    return op(FALSE);
  }

  /** Begins a tuple, or the items of a dictionary. */
  PickleWriter begin() {
    return op('(');
  }

  /** Ends what {@link #begin} began as a tuple. */
  PickleWriter tuple() {
    return op('t');
  }

  /** A tuple of integers. */
  PickleWriter tuple(List<Integer> values) {
    begin();
    values.forEach(this::integer);
    return tuple();
  }

  /** Calls the function before the tuple of its arguments. */
  PickleWriter call() {
    return op('R');
  }

  /** Stands for what the loader knows under the tuple before. */
  PickleWriter persistent() {
    return op('Q');
  }

  /**
   * Ends what {@link #begin} began as keys and values, and puts them into the dictionary before.
   */
  PickleWriter items() {
    return op('u');
  }

  /** The finished pickle. */
  byte[] finish() {
    op('.');
    return out.toByteArray();
  }

  private PickleWriter op(int code) {
    out.write(code);
    return this;
  }

  private PickleWriter int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }
}
