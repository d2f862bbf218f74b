package org.resnet4j.image.jpeg.marker;

/**
 * One component of a picture, such as its luminance (T.81, A.1.1).
 *
 * @param id its name in the file
 * @param across how many of its samples lie beside each other where the finest component has {@link
 *     Frame#across}
 * @param down the same for rows
 * @param quantization the slot of its quantization table
 * @param width samples of a row, before padding
 * @param height rows of samples, before padding
 */
public record Component(int id, int across, int down, int quantization, int width, int height) {
  /** Its blocks in a unit of a scan of several components. */
  int blocksOfUnit() {
    return across * down;
  }

  /** Blocks of a row of a scan that has this component alone. */
  int blocksAcross() {
    return (width + 7) / 8;
  }

  /** Rows of blocks of a scan that has this component alone. */
  int blocksDown() {
    return (height + 7) / 8;
  }
}
