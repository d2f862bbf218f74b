package org.resnet4j.image;

/** Receives the rows of an image one by one, so that they need not all be held. */
@FunctionalInterface
public interface Rows {
  /** Discards rows: checks whether an image can be decoded completely. */
  Rows NOWHERE =
      new Rows() {
        @Override
        public void row(int y, byte[] pixels, int from) {}

        @Override
        public Region region(int height, int width) {
          return Region.NOTHING;
        }
      };

  /**
   * Receives a row, in order from the top down or from the bottom up.
   *
   * @param y the row, 0 at the top
   * @param pixels its interleaved values; valid only until this returns
   * @param from the index of the first value
   */
  void row(int y, byte[] pixels, int from);

  /**
   * The pixels that are read. Other rows need not be delivered, and in those delivered other
   * columns may hold anything.
   *
   * @param height rows of the picture
   * @param width columns of the picture
   */
  default Region region(int height, int width) {
    return Region.whole(height, width);
  }
}
