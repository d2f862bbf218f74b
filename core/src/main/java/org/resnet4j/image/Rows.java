package org.resnet4j.image;

/** Receives the rows of an image one by one, so that they need not all be held. */
@FunctionalInterface
public interface Rows {
  /** Discards rows: checks whether an image can be decoded completely. */
  Rows NOWHERE = (y, pixels, from) -> {};

  /**
   * Receives a row, in order from the top down or from the bottom up.
   *
   * @param y the row, 0 at the top
   * @param pixels its interleaved values; valid only until this returns
   * @param from the index of the first value
   */
  void row(int y, byte[] pixels, int from);
}
