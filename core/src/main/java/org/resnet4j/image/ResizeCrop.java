package org.resnet4j.image;

import java.util.Locale;

/**
 * How a picture of any size becomes the input of a network: its shorter side is resized, the longer
 * in proportion, and the centre is cut out; torchvision's {@code Resize} and {@code CenterCrop}.
 *
 * @param shortSide what the shorter side is resized to
 * @param height of the part that is cut out
 * @param width of the part that is cut out
 * @param filter the interpolation
 */
public record ResizeCrop(int shortSide, int height, int width, Filter filter) {
  /** Beyond it, no square picture would be within {@link Limits#DEFAULT} once it is resized. */
  private static final int MOST_PIXELS = (int) Math.sqrt(Limits.DEFAULT.pixels());

  /** The customary framing for ImageNet: shorter side 256, centre 224 x 224, bilinear. */
  public static final ResizeCrop IMAGENET = new ResizeCrop(256, 224, 224, Filter.BILINEAR);

  /** Checks that the part fits into every resized picture, and that there are such pictures. */
  public ResizeCrop {
    if (height < 1 || width < 1 || shortSide < Math.max(height, width)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a centre of %d x %d pixels does not fit into a shorter side of %d",
              height,
              width,
              shortSide));
    }
    if (shortSide > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a shorter side of " + shortSide + " pixels is more than " + MOST_PIXELS);
    }
  }

  /** The whole shorter side at another size, bilinear: nothing is cut from square pictures. */
  public static ResizeCrop square(int size) {
    return new ResizeCrop(size, size, size, Filter.BILINEAR);
  }

  /**
   * The input of {@link #height} x {@link #width} pixels, a copy.
   *
   * @throws ImageException if the picture is so long and thin that the resized one would be over
   *     {@link Limits#DEFAULT}
   */
  public Image apply(Image picture) throws ImageException {
    int newHeight = Resize.height(picture, shortSide);
    int newWidth = Resize.width(picture, shortSide);
    int top = Resize.margin(newHeight, height);
    int left = Resize.margin(newWidth, width);
    return Resize.window(picture, newHeight, newWidth, top, left, height, width, filter);
  }
}
