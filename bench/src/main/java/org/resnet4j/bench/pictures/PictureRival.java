package org.resnet4j.bench.pictures;

import java.io.IOException;

/** Something that decodes pictures and makes inputs of a network of them, on one thread. */
interface PictureRival extends AutoCloseable {
  /** The name in the table. */
  String label();

  /**
   * Works through all files once. Reading them from disk is not timed.
   *
   * @throws IOException if it cannot, with the file's name
   */
  Times run() throws IOException;

  @Override
  default void close() {}

  /**
   * Seconds for all files together.
   *
   * @param decode from bytes to RGB pixels
   * @param frame from pixels to normalised floats of 224 x 224; NaN where it does not do that
   */
  record Times(double decode, double frame) {}
}
