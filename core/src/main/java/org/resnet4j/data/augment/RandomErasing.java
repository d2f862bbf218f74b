package org.resnet4j.data.augment;

import org.jspecify.annotations.Nullable;

/**
 * Sets a random rectangle of some images to zero after normalisation, the mean colour: Zhong et al.
 * 2017, as torchvision's {@code RandomErasing} samples it. An image for which ten rectangles do not
 * fit stays whole.
 *
 * @param probability of each image
 * @param minScale the least share of the image's area
 * @param maxScale the greatest share
 * @param minRatio the least height per width
 * @param maxRatio the greatest
 */
public record RandomErasing(
    double probability, double minScale, double maxScale, double minRatio, double maxRatio) {
  /** A rectangle of an image. */
  public record Box(int top, int left, int height, int width) {}

  /** Checks that all ranges are in order. */
  public RandomErasing {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("expected a probability from 0 to 1, got " + probability);
    }
    new BoxRanges(minScale, maxScale, minRatio, maxRatio); // Checks them.
  }

  /** With the customary rectangles: 2 to 33 % of the area, ratios of 0.3 to 3.3. */
  public static RandomErasing of(double probability) {
    return new RandomErasing(probability, 0.02, 0.33, 0.3, 3.3);
  }

  /** The rectangle to erase, or null for none. */
  public @Nullable Box draw(Draw draw, int height, int width) {
    if (!draw.chance(probability)) {
      return null;
    }
    double area = (double) height * width;
    BoxRanges ranges = new BoxRanges(minScale, maxScale, minRatio, maxRatio);
    for (int attempt = 0; attempt < BoxRanges.ATTEMPTS; attempt++) {
      BoxRanges.Sides sides = ranges.draw(draw, area);
      int boxHeight = sides.first();
      int boxWidth = sides.second();
      if (boxHeight > 0 && boxHeight < height && boxWidth > 0 && boxWidth < width) {
        int top = draw.below(height - boxHeight + 1);
        int left = draw.below(width - boxWidth + 1);
        return new Box(top, left, boxHeight, boxWidth);
      }
    }
    return null;
  }
}
