package org.resnet4j.image;

/** A picture in a file: what it says of itself was read and checked, its pixels were not. */
public interface EncodedImage {
  /** The number of columns, as they are stored. */
  int width();

  /** The number of rows, as they are stored. */
  int height();

  /** How the stored picture becomes upright. */
  Orientation orientation();

  /**
   * The memory that decoding takes for the picture as a whole, in bytes; 0 if it goes through it
   * row by row. Neither the file counts nor what becomes of the rows.
   */
  long workingBytes();

  /**
   * Decodes the picture, which may be done more than once.
   *
   * @param rows takes each row as RGB, from the top down, as they are stored
   * @throws ImageException if it is damaged or not complete; some rows may have been given by then
   */
  void decode(Rows rows) throws ImageException;
}
