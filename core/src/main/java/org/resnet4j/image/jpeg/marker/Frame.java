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
  /** The width of a sample that is upsampled smoothly, in pixels. */
  private static final int MARGIN = 2;

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

  /**
   * The MCUs that the pixels of a region depend on, the samples beside them included, which smooth
   * upsampling reads: up to two pixels away.
   */
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
