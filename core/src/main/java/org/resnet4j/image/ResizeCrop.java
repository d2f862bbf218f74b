package org.resnet4j.image;

import java.util.Locale;

/**
 * Resizes the shorter side of an image, the longer in proportion, and crops the centre, like
 * torchvision's {@code Resize} and {@code CenterCrop}. Where a crop that is not square would not
 * fit, the image is resized to the smallest size that covers it.
 *
 * @param shortSide the length of the resized shorter side
 * @param height of the crop
 * @param width of the crop
 * @param filter the interpolation
 */
public record ResizeCrop(int shortSide, int height, int width, Filter filter) implements Framing {
  /** Beyond it, even a square image would exceed the limit of {@link Resize}. */
  private static final int MOST_PIXELS = (int) Math.sqrt(Resize.MOST_PIXELS);

  /** The customary framing for ImageNet: shorter side 256, centre 224 x 224, bilinear. */
  public static final ResizeCrop IMAGENET = new ResizeCrop(256, 224, 224, Filter.BILINEAR);

  /** Checks that the crop fits into a resized image. */
  public ResizeCrop {
    if (height < 1 || width < 1 || shortSide < Math.min(height, width)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a crop that fits into a shorter side of %3$d pixels, got %1$d x %2$d",
              height,
              width,
              shortSide));
    }
    if (shortSide > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a shorter side of " + shortSide + " pixels is more than " + MOST_PIXELS);
    }
  }

  /** The whole shorter side, resized bilinearly: nothing is cropped from square images. */
  public static ResizeCrop square(int size) {
    return covering(size, size);
  }

  /**
   * The largest centred part of the target's aspect ratio, bilinear: nothing is cropped from images
   * of that ratio.
   */
  public static ResizeCrop covering(int height, int width) {
    return new ResizeCrop(Math.min(height, width), height, width, Filter.BILINEAR);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ImageException if the picture is so elongated that the resized one would exceed 64
   *     megapixels
   */
  @Override
  public Target target(int channels, int pictureHeight, int pictureWidth, boolean transposed) {
    int newHeight = Resize.side(pictureHeight, pictureWidth, shortSide);
    int newWidth = Resize.side(pictureWidth, pictureHeight, shortSide);
    if (newHeight < height || newWidth < width) {
      long across = (long) height * pictureWidth / pictureHeight;
      long down = (long) width * pictureHeight / pictureWidth;
      Limits.DEFAULT.check(Math.max(width, across), Math.max(height, down));
      newHeight = (int) Math.max(height, down);
      newWidth = (int) Math.max(width, across);
    }
    int top = Resize.margin(newHeight, height);
    int left = Resize.margin(newWidth, width);
    return new BoxOfResized(newHeight, newWidth, top, left, height, width, filter)
        .target(channels, pictureHeight, pictureWidth, transposed);
  }
}
