package org.resnet4j.weights.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Access to the stored numbers of a file's tensors. */
interface Storages {
  /**
   * Checks that a storage is complete.
   *
   * @throws org.resnet4j.io.FormatException if it is not
   */
  void require(StorageReference storage) throws IOException;

  /**
   * Fills a buffer of the right size with a storage that exists.
   *
   * @throws org.resnet4j.io.FormatException if it is damaged
   */
  void read(StorageReference storage, ByteBuffer target) throws IOException;
}
