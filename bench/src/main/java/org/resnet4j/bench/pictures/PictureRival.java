package org.resnet4j.bench.pictures;

import java.io.IOException;

/** Something that decodes pictures and makes inputs of a network of them. */
interface PictureRival extends AutoCloseable {
  /** The name in the table. */
  String label();

  /**
   * Works through all files for each of its times. Reading them from disk is not timed.
   *
   * @throws IOException if it cannot, with the file's name
   */
  Times run() throws IOException;

  @Override
  default void close() {}

  /**
   * Seconds for all files together; NaN where it does not do that.
   *
   * @param decode from bytes to RGB pixels, on one thread
   * @param frame from pixels to normalised floats of 224 x 224, on one thread
   * @param augment from bytes to normalised floats of {@link Crop}, on one thread
   * @param parallel the same on as many threads or processes as were asked for
   */
  record Times(double decode, double frame, double augment, double parallel) {}
}
