package org.resnet4j.weights.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a file keeps the numbers of its tensors. */
interface Storages {
  /**
   * Checks that a storage is there in full.
   *
   * @throws org.resnet4j.io.FormatException if it is not
   */
  void require(StorageReference storage) throws IOException;

  /**
   * Fills a buffer of the right size with a storage that is there.
   *
   * @throws org.resnet4j.io.FormatException if it is damaged
   */
  void read(StorageReference storage, ByteBuffer target) throws IOException;
}
