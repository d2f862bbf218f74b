package org.resnet4j.image.jpeg.marker;

import java.util.List;

/**
 * One pass over the blocks of some components (T.81, B.2.3), with its tables.
 *
 * @param parts its components in their order within a unit
 * @param first the first coefficient it carries, in zigzag order
 * @param last the last such coefficient
 * @param high the bit position that the scan before it stopped at; 0 if this is the first
 * @param low the bit position that this one stops at
 * @param restartInterval units between restart markers; 0 for none
 * @param from where in the file its entropy-coded data begins
 * @param to where that ends
 */
public record Scan(
    List<Part> parts,
    int first,
    int last,
    int high,
    int low,
    int restartInterval,
    int from,
    int to) {
  /**
   * A component in a scan.
   *
   * @param component its index in the frame
   * @param dc the Huffman table of its DC differences; one without codes where it needs none
   * @param ac the Huffman table of its AC coefficients, likewise
   */
  public record Part(int component, HuffmanTable dc, HuffmanTable ac) {}

  /** Units beside each other: single blocks where the scan has one component (T.81, A.2.2). */
  public int unitsAcross(Frame frame) {
    return parts.size() > 1 ? frame.unitsAcross() : only(frame).blocksAcross();
  }

  /** Rows of units. */
  public int unitsDown(Frame frame) {
    return parts.size() > 1 ? frame.unitsDown() : only(frame).blocksDown();
  }

  /** Its rows of units in one of the frame's. */
  public int rowsOfUnit(Frame frame) {
    return parts.size() > 1 ? 1 : only(frame).down();
  }

  /**
   * Whether a marker follows its data. Then missing data is no fault, as in libjpeg, and reading
   * may end anywhere.
   */
  public boolean isClosed(byte[] file) {
    return to < file.length;
  }

  /** Blocks of a unit. */
  int blocksOfUnit(Frame frame) {
    return parts.size() == 1
        ? 1
        : parts.stream().mapToInt(each -> component(frame, each).blocksOfUnit()).sum();
  }

  /** Blocks in all its units. */
  long blocks(Frame frame) {
    return (long) blocksOfUnit(frame) * unitsAcross(frame) * unitsDown(frame);
  }

  private Component only(Frame frame) {
    return component(frame, parts.get(0));
  }

  private static Component component(Frame frame, Part part) {
    return frame.components().get(part.component());
  }
}
