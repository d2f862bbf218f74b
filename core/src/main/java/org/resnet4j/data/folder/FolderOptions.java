package org.resnet4j.data.folder;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;

/**
 * Options for resizing the images of a folder to one shape and, where it has no parts, splitting
 * it.
 *
 * @param frame resizes and crops each picture
 * @param channels 3 for RGB, 1 for grey
 * @param shares of the parts that the folder lacks
 * @param seed of the split
 * @param skipped receives each unreadable picture: all are tried, and unreadable ones are dropped
 *     after the split, so that every other picture stays in its part; null to fail with a {@link
 *     DataException} on access to such a picture
 * @param limits on decoding a picture
 */
public record FolderOptions(
    ResizeCrop frame,
    int channels,
    SplitShares shares,
    long seed,
    @Nullable Consumer<BadPicture> skipped,
    Limits limits) {
  /** The customary preprocessing for ImageNet: shorter side 256, centre 224. */
  public static final FolderOptions DEFAULT = of(ResizeCrop.IMAGENET, 3);

  /** Checks the channels. */
  public FolderOptions {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("expected 3 channels (RGB) or 1 (grey), got " + channels);
    }
  }

  /** With a fifth held out, no picture skipped, and the limits for untrusted files. */
  public static FolderOptions of(ResizeCrop frame, int channels) {
    return new FolderOptions(frame, channels, SplitShares.DEFAULT, 0, null, Limits.DEFAULT);
  }

  /** The whole shorter side, resized: nothing is cropped from square images. */
  public static FolderOptions square(int size) {
    return of(ResizeCrop.square(size), 3);
  }

  /** With other shares. */
  public FolderOptions withShares(SplitShares value) {
    return new FolderOptions(frame, channels, value, seed, skipped, limits);
  }

  /** With another seed of the split. */
  public FolderOptions withSeed(long value) {
    return new FolderOptions(frame, channels, shares, value, skipped, limits);
  }

  /** Without the pictures that cannot be read. */
  public FolderOptions withSkipped(@Nullable Consumer<BadPicture> value) {
    return new FolderOptions(frame, channels, shares, seed, value, limits);
  }

  /** With other limits on decoding a picture. */
  public FolderOptions withLimits(Limits value) {
    return new FolderOptions(frame, channels, shares, seed, skipped, value);
  }
}
