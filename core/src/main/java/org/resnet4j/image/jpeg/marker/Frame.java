package org.resnet4j.image.jpeg.marker;

import java.util.List;

/**
 * The frame that all scans describe (T.81, B.2.2).
 *
 * @param across the greatest horizontal sampling factor
 * @param down the greatest vertical sampling factor
 */
public record Frame(
    int width, int height, boolean progressive, int across, int down, List<Component> components) {
  /** Minimum coded units (MCUs) beside each other in a scan of several components. */
  public int unitsAcross() {
    return ceilDiv(width, 8 * across);
  }

  /** Rows of such units. */
  public int unitsDown() {
    return ceilDiv(height, 8 * down);
  }

  /** Blocks of all components, with those that fill up the last units. */
  public long blocks() {
    long perUnit = components.stream().mapToLong(Component::blocksOfUnit).sum();
    return perUnit * unitsAcross() * unitsDown();
  }

  /** The quotient, rounded up. */
  static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
