package org.resnet4j.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.image.Filter;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Resize;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.Pixels;

/**
 * The views of a picture that a network classifies: one, or several over which softmax
 * probabilities are averaged (test-time augmentation).
 */
public enum Views {
  /** The image as the data set gives it. */
  NONE(1),
  /** The image and its mirror image. */
  FLIP(2),
  /**
   * Four corners and the centre, and the mirror images of these, of the picture whose shorter side
   * is 8/7 of the input's: 224 of 256 pixels. Krizhevsky et al. 2012, section 4.1.
   */
  TEN_CROP(10),
  /**
   * The whole picture with its shorter side 1, 8/7, 12/7, 15/7 and 20/7 of the input's: 224, 256,
   * 384, 480 and 640 pixels. A network that pools globally before one linear layer then averages
   * over all places, as a fully convolutional one does. He et al. 2015, section 3.4.
   */
  MULTI_SCALE(18);

  private static final int BASE = 7;
  private static final int TEN_CROP_SIDE = 8;
  private static final List<Integer> SCALES = List.of(7, 8, 12, 15, 20);

  /** The maximum aspect ratio of a whole picture; a longer one would take excessive memory. */
  private static final int MOST_ELONGATED = 8;

  private final int cost;

  Views(int cost) {
    this.cost = cost;
  }

  /**
   * The views of that name.
   *
   * @throws IllegalArgumentException if the name is not none, flip, ten-crop or multi-scale
   */
  public static Views named(String name) {
    return Stream.of(values())
        .filter(views -> views.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected the views "
                        + Arrays.stream(values())
                            .map(Views::toString)
                            .collect(Collectors.joining(", "))
                        + ", got '"
                        + name
                        + "'"));
  }

  /** The pixels of all views of a square picture, in inputs. */
  int cost() {
    return cost;
  }

  /**
   * @throws IllegalArgumentException if the network cannot compute all views
   */
  void requireFit(Architecture architecture, Shape input) {
    if (this != MULTI_SCALE) {
      return;
    }
    for (int side : sides(input)) {
      try {
        Summary.requireAffordable(architecture, new Shape(input.channels(), side, side));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            architecture.name()
                + " computes images of "
                + input
                + " and not of "
                + side
                + " pixels, as "
                + this
                + " requires ("
                + e.getMessage()
                + "): choose other views",
            e);
      }
    }
  }

  /**
   * The views of one image.
   *
   * @throws DataException if the picture cannot be read or is too long and thin
   */
  List<Image> of(Dataset data, int index, Filter filter) {
    Shape input = data.shape();
    try {
      return switch (this) {
        case NONE -> List.of(Pixels.image(data, index));
        case FLIP -> withMirrored(List.of(Pixels.image(data, index)));
        case TEN_CROP -> tenCrop(data.picture(index), input, filter);
        case MULTI_SCALE -> scaled(data.picture(index), input, filter);
      };
    } catch (ImageException e) {
      throw new DataException(
          "image " + index + " of " + data.name(), String.valueOf(e.getMessage()), e);
    }
  }

  /** In torchvision's order: five parts of the picture, and the same of its mirror image. */
  private static List<Image> tenCrop(Image picture, Shape input, Filter filter) {
    Image image = Resize.shortSide(picture, side(input, TEN_CROP_SIDE), filter);
    return withMirrored(List.of(image)).stream().flatMap(side -> fiveCrop(side, input)).toList();
  }

  /** Top left, top right, bottom left, bottom right, centre. */
  private static Stream<Image> fiveCrop(Image image, Shape input) {
    int height = input.height();
    int width = input.width();
    int bottom = image.height() - height;
    int right = image.width() - width;
    return Stream.of(
        Resize.crop(image, 0, 0, height, width),
        Resize.crop(image, 0, right, height, width),
        Resize.crop(image, bottom, 0, height, width),
        Resize.crop(image, bottom, right, height, width),
        Resize.centre(image, height, width));
  }

  private static List<Image> withMirrored(List<Image> images) {
    return Stream.concat(images.stream(), images.stream().map(Resize::mirrored)).toList();
  }

  private static List<Image> scaled(Image picture, Shape input, Filter filter) {
    long longer = Math.max(picture.height(), picture.width());
    long shorter = Math.min(picture.height(), picture.width());
    if (longer > MOST_ELONGATED * shorter) {
      throw new ImageException(
          picture.height()
              + " by "
              + picture.width()
              + " pixels: multi-scale expects a longer side of at most "
              + MOST_ELONGATED
              + " times the shorter: crop the picture, or choose other views");
    }
    List<Image> views = new ArrayList<>();
    for (int side : sides(input)) {
      views.add(Resize.shortSide(picture, side, filter));
    }
    return views;
  }

  private static List<Integer> sides(Shape input) {
    return SCALES.stream().map(scale -> side(input, scale)).toList();
  }

  private static int side(Shape input, int scale) {
    return Math.round((float) Math.max(input.height(), input.width()) * scale / BASE);
  }

  /** The name as {@link #named} takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
