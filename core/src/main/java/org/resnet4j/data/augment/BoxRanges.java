package org.resnet4j.data.augment;

/**
 * Boxes of random area and aspect ratio, as torchvision samples them for crops and for erasing: the
 * area uniformly, the ratio uniformly in its logarithm.
 *
 * @param minScale the least share of the whole area
 * @param maxScale the greatest
 * @param minRatio the least ratio of the first side to the second
 * @param maxRatio the greatest
 */
record BoxRanges(double minScale, double maxScale, double minRatio, double maxRatio) {
  /** How many boxes are tried until one fits. */
  static final int ATTEMPTS = 10;

  /** Checks that both ranges are in order. */
  BoxRanges {
    if (!(minScale > 0 && minScale <= maxScale && maxScale <= 1)) {
      throw new IllegalArgumentException(
          "expected a range of scales above 0 and up to 1, got " + minScale + " to " + maxScale);
    }
    if (!(minRatio > 0 && minRatio <= maxRatio && maxRatio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected a range of aspect ratios above 0, got " + minRatio + " to " + maxRatio);
    }
  }

  /** The two sides of a box. */
  record Sides(int first, int second) {}

  /** The sides of a random box, rounded; they may be 0 or longer than the whole. */
  Sides draw(Draw draw, double area) {
    double target = area * draw.uniform(minScale, maxScale);
    double ratio = Math.exp(draw.uniform(Math.log(minRatio), Math.log(maxRatio)));
    return new Sides(
        (int) Math.rint(Math.sqrt(target * ratio)), (int) Math.rint(Math.sqrt(target / ratio)));
  }
}
