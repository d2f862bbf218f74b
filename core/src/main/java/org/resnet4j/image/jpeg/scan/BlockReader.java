package org.resnet4j.image.jpeg.scan;

/** Reads the blocks of a scan in their order in the file. */
interface BlockReader {
  /** Resets predictions: at the start and after restart markers. */
  void restart();

  /**
   * Reads a block.
   *
   * @param part the index of its component in the scan
   * @param row its row of blocks in the component
   * @param column its place in that row
   */
  void block(int part, int row, int column);

  /** Skips a block without data: it becomes grey, or stays as it is. */
  void empty(int part, int row, int column);
}
