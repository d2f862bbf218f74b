package org.resnet4j.data;

/**
 * How the images of a folder are brought to one size and, where it has no test part, split.
 *
 * @param size height and width of the square that is cut from the centre
 * @param shortSide what the shorter side is resized to before
 * @param seed decides which images the test part gets when the folder has none
 */
public record FolderOptions(int size, int shortSide, long seed) {
  /** The customary preprocessing for ImageNet: shorter side 256, centre 224. */
  public static final FolderOptions DEFAULT = new FolderOptions(224, 256, 0);

  /** Checks that the square fits into the resized image. */
  public FolderOptions {
    if (size < 1 || shortSide < size) {
      throw new IllegalArgumentException(
          "a centre of " + size + " pixels does not fit into a shorter side of " + shortSide);
    }
  }

  /** The whole shorter side at another size: nothing is cut from square images. */
  public static FolderOptions square(int size) {
    return new FolderOptions(size, size, 0);
  }

  /** With another seed of the split. */
  public FolderOptions withSeed(long value) {
    return new FolderOptions(size, shortSide, value);
  }
}
