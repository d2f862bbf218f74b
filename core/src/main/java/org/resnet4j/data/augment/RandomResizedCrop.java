package org.resnet4j.data.augment;

import org.resnet4j.image.Filter;
import org.resnet4j.image.Framing;
import org.resnet4j.image.ResizedBox;

/**
 * A box of random area, aspect ratio and place, resized to a square: Szegedy et al. 2015, section
 * 6, as torchvision's {@code RandomResizedCrop} samples it. After ten boxes that do not fit into
 * the picture it is the largest centred one of a permitted ratio.
 *
 * @param size of the result
 * @param minScale the least share of the picture's area
 * @param maxScale the greatest share
 * @param minRatio the least width per height
 * @param maxRatio the greatest
 * @param filter the interpolation
 */
public record RandomResizedCrop(
    int size, double minScale, double maxScale, double minRatio, double maxRatio, Filter filter)
    implements RandomFraming {
  /** Checks that both ranges are in order. */
  public RandomResizedCrop {
    if (size < 1) {
      throw new IllegalArgumentException("expected a size of at least 1 pixel, got " + size);
    }
    new BoxRanges(minScale, maxScale, minRatio, maxRatio); // Checks them.
  }

  /** The customary one for ImageNet: 8 to 100 % of the area, ratios of 3/4 to 4/3, bilinear. */
  public static RandomResizedCrop of(int size) {
    return new RandomResizedCrop(size, 0.08, 1, 3.0 / 4, 4.0 / 3, Filter.BILINEAR);
  }

  @Override
  public RandomResizedCrop withSize(int value) {
    return new RandomResizedCrop(value, minScale, maxScale, minRatio, maxRatio, filter);
  }

  /** With another least share of the area. */
  public RandomResizedCrop withMinScale(double value) {
    return new RandomResizedCrop(size, value, maxScale, minRatio, maxRatio, filter);
  }

  /** With another interpolation. */
  public RandomResizedCrop withFilter(Filter value) {
    return new RandomResizedCrop(size, minScale, maxScale, minRatio, maxRatio, value);
  }

  @Override
  public Framing draw(Draw draw, int height, int width) {
    double area = (double) height * width;
    BoxRanges ranges = new BoxRanges(minScale, maxScale, minRatio, maxRatio);
    for (int attempt = 0; attempt < BoxRanges.ATTEMPTS; attempt++) {
      BoxRanges.Sides sides = ranges.draw(draw, area);
      int boxWidth = sides.first();
      int boxHeight = sides.second();
      if (boxWidth > 0 && boxWidth <= width && boxHeight > 0 && boxHeight <= height) {
        int top = draw.below(height - boxHeight + 1);
        int left = draw.below(width - boxWidth + 1);
        return box(top, left, boxHeight, boxWidth);
      }
    }
    return centre(height, width);
  }

  private Framing centre(int height, int width) {
    double ratio = (double) width / height;
    int boxWidth = ratio > maxRatio ? (int) Math.rint(height * maxRatio) : width;
    int boxHeight = ratio < minRatio ? (int) Math.rint(width / minRatio) : height;
    return box((height - boxHeight) / 2, (width - boxWidth) / 2, boxHeight, boxWidth);
  }

  private ResizedBox box(int top, int left, int height, int width) {
    return new ResizedBox(top, left, height, width, size, size, filter);
  }
}
