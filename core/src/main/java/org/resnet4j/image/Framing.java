package org.resnet4j.image;

/**
 * Chooses the part of a picture that is used, and the size at which, once the picture's own size is
 * known. So a file can be decoded straight into its frame.
 */
@FunctionalInterface
public interface Framing {
  /** The whole picture at its own size. */
  Framing WHOLE =
      (channels, height, width, transposed) -> new Target.Whole(height, width, transposed);

  /**
   * The target that makes the framed image from the rows of a picture.
   *
   * @param channels of the picture
   * @param height rows of the upright picture
   * @param width columns of the upright picture
   * @param transposed whether its columns arrive in place of its rows
   * @throws ImageException if such a picture cannot be framed
   */
  Target target(int channels, int height, int width, boolean transposed);

  /** The framed image of a picture in memory, a copy. */
  default Image apply(Image picture) {
    return Resize.feed(
        picture, target(picture.channels(), picture.height(), picture.width(), false));
  }
}
