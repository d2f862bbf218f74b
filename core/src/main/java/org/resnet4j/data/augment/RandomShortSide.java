package org.resnet4j.data.augment;

import org.resnet4j.image.BoxOfResized;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Resize;

/**
 * The shorter side is resized to a random length, and a random square is cropped: He et al. 2015,
 * section 3.4, after Simonyan and Zisserman 2015.
 *
 * @param size of the square
 * @param shortest the least length of the resized shorter side
 * @param longest the greatest
 * @param filter the interpolation
 */
public record RandomShortSide(int size, int shortest, int longest, Filter filter)
    implements RandomFraming {
  /** Checks that the square fits into the shortest side. */
  public RandomShortSide {
    if (size < 1 || size > shortest || shortest > longest) {
      throw new IllegalArgumentException(
          "expected a square of at least 1 pixel in a range of shorter sides, got "
              + size
              + " in "
              + shortest
              + " to "
              + longest);
    }
  }

  /** He et al. 2015, section 3.4: 224 of [256, 480] pixels. */
  public static RandomShortSide paper() {
    return new RandomShortSide(224, 256, 480, Filter.BILINEAR);
  }

  @Override
  public RandomShortSide withSize(int value) {
    return new RandomShortSide(
        value,
        Math.toIntExact((long) shortest * value / size),
        Math.toIntExact((long) longest * value / size),
        filter);
  }

  @Override
  public Framing draw(Draw draw, int height, int width) {
    int side = shortest + draw.below(longest - shortest + 1);
    int newHeight = Resize.side(height, width, side);
    int newWidth = Resize.side(width, height, side);
    int top = draw.below(newHeight - size + 1);
    int left = draw.below(newWidth - size + 1);
    return new BoxOfResized(newHeight, newWidth, top, left, size, size, filter);
  }
}
