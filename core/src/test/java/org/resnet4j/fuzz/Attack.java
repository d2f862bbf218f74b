package org.resnet4j.fuzz;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * A hostile file.
 *
 * @param name what is wrong with it
 * @param bytes makes it
 * @param reader what reads it
 * @param refused whether it must be refused; harmless files may also be read
 */
record Attack(String name, Supplier<byte[]> bytes, Reader reader, boolean refused) {
  /** A parser with the limits that users get. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] file) throws IOException;
  }
}
