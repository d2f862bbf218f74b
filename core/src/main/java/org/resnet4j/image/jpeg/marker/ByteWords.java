package org.resnet4j.image.jpeg.marker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Access to a byte array eight bytes at a time. */
public final class ByteWords {
  /** Eight bytes, the first in the highest bits. */
  public static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;

  private ByteWords() {}

  /** The index of the next byte 0xFF, with which markers begin; {@code to} if there is none. */
  static int next0xFF(byte[] file, int from, int to) {
    int at = from;
    while (at <= to - Long.BYTES) {
      long inverted = ~(long) LONG.get(file, at);
      // Whether one of the bytes is 0 (Mycroft 1987).
      if ((inverted - ONES & ~inverted & ONES << 7) != 0) {
        break;
      }
      at += Long.BYTES;
    }
    while (at < to && file[at] != -1) {
      at++;
    }
    return at;
  }
}
