package org.resnet4j.image;

import java.util.Locale;
import org.resnet4j.image.decode.Decoder;

/**
 * How a picture of any size becomes the input of a network: its shorter side is resized, the longer
 * in proportion, and the centre is cut out; torchvision's {@code Resize} and {@code CenterCrop}.
 * Where the centre would be larger than that, as it may be if it is no square, the picture is
 * resized to the smallest size that covers it.
 *
 * @param shortSide what the shorter side is resized to
 * @param height of the part that is cut out
 * @param width of the part that is cut out
 * @param filter the interpolation
 */
public record ResizeCrop(int shortSide, int height, int width, Filter filter) {
  /** Beyond it, no square picture would be within what {@link Resize} makes. */
  private static final int MOST_PIXELS = (int) Math.sqrt(Resize.MOST_PIXELS);

  /** The customary framing for ImageNet: shorter side 256, centre 224 x 224, bilinear. */
  public static final ResizeCrop IMAGENET = new ResizeCrop(256, 224, 224, Filter.BILINEAR);

  /** Checks that the part fits into a resized picture of its own shape, and that there are such. */
  public ResizeCrop {
    if (height < 1 || width < 1 || shortSide < Math.min(height, width)) {
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
    return covering(size, size);
  }

  /** As much of a picture as fits, bilinear: nothing is cut from pictures of the same shape. */
  public static ResizeCrop covering(int height, int width) {
    return new ResizeCrop(Math.min(height, width), height, width, Filter.BILINEAR);
  }

  /**
   * The input of {@link #height} x {@link #width} pixels, a copy. {@link
   * Decoder#decode(java.nio.file.Path, ResizeCrop, Limits)} gives the same of a file without
   * holding all of its pixels.
   *
   * @throws ImageException if the picture is so long and thin that the resized one would be over 64
   *     megapixels
   */
  public Image apply(Image picture) throws ImageException {
    return Resize.feed(
        picture, target(picture.channels(), picture.height(), picture.width(), false));
  }

  /**
   * What makes the input of the rows of a picture.
   *
   * @param pictureHeight rows of the upright picture
   * @param pictureWidth columns of the upright picture
   * @param transposed whether its columns come in the place of its rows
   */
  public Target target(int channels, int pictureHeight, int pictureWidth, boolean transposed)
      throws ImageException {
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
    Weights across = new Weights(pictureWidth, newWidth, left, width, filter);
    Weights down = new Weights(pictureHeight, newHeight, top, height, filter);
    return transposed
        ? new ResizedWindow(channels, down, across, true)
        : new ResizedWindow(channels, across, down, false);
  }
}
