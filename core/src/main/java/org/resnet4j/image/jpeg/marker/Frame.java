package org.resnet4j.image.jpeg.marker;

import java.util.List;
import org.resnet4j.image.Region;

/**
 * The frame that all scans describe (T.81, B.2.2).
 *
 * @param across the greatest horizontal sampling factor
 * @param down the greatest vertical sampling factor
 */
public record Frame(
    int width, int height, boolean progressive, int across, int down, List<Component> components) {
  /**
   * Pixels around a region, in which the samples begin that smooth upsampling reads besides its
   * own.
   */
  private static final int MARGIN = 1;

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

  /** The MCUs that the pixels of a region depend on, with those of the samples beside them. */
  public Region units(Region pixels) {
    if (pixels.equals(Region.NOTHING)) {
      return pixels;
    }
    return new Region(
        Math.max(pixels.top() - MARGIN, 0) / (8 * down),
        Math.max(pixels.left() - MARGIN, 0) / (8 * across),
        ceilDiv(Math.min(pixels.bottom() + MARGIN, height), 8 * down),
        ceilDiv(Math.min(pixels.right() + MARGIN, width), 8 * across));
  }

  /** The quotient, rounded up. */
  static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
