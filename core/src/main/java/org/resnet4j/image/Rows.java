package org.resnet4j.image;

/** Takes the rows of a picture one by one, so that nobody needs to hold all of them. */
@FunctionalInterface
public interface Rows {
  /** Looks at nothing: to find out whether a picture can be decoded to its end. */
  Rows NOWHERE = (y, pixels, from) -> {};

  /**
   * Takes a row. Rows come in order, from the top down or from the bottom up.
   *
   * @param y which one, 0 for the uppermost
   * @param pixels holds the values of its pixels, channel by channel; only until this returns
   * @param from where in it the first value lies
   */
  void row(int y, byte[] pixels, int from);
}
