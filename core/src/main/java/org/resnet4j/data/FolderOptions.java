package org.resnet4j.data;

import org.resnet4j.image.ResizeCrop;

/**
 * How the images of a folder are brought to one size and, where it has no test part, split.
 *
 * @param frame makes an image of one size from each picture
 * @param seed decides which images the test part gets when the folder has none
 */
public record FolderOptions(ResizeCrop frame, long seed) {
  /** The customary preprocessing for ImageNet: shorter side 256, centre 224. */
  public static final FolderOptions DEFAULT = new FolderOptions(ResizeCrop.IMAGENET, 0);

  /** The whole shorter side at another size: nothing is cut from square images. */
  public static FolderOptions square(int size) {
    return new FolderOptions(ResizeCrop.square(size), 0);
  }

  /** With another seed of the split. */
  public FolderOptions withSeed(long value) {
    return new FolderOptions(frame, value);
  }
}
