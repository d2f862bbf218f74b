package org.resnet4j.image;

/** An encoded image: its header has been read and checked, its pixels have not. */
public interface EncodedImage {
  /** The number of columns as stored. */
  int width();

  /** The number of rows as stored. */
  int height();

  /** How to turn the stored image upright. */
  Orientation orientation();

  /**
   * The memory that decoding takes for the whole image, in bytes; 0 if it is decoded row by row.
   * Excludes the file itself and the output.
   */
  long workingBytes();

  /**
   * Decodes the image; may be called repeatedly. An incomplete image is rejected even if the
   * missing part is outside {@link Rows#region}.
   *
   * @param rows receives at least the rows of its region as RGB, in the order of storage
   * @throws ImageException if it is damaged or incomplete; some rows may have been delivered by
   *     then
   */
  void decode(Rows rows);
}
