package org.resnet4j.data.pictures;

import org.resnet4j.data.BadPictures;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;

/**
 * Options for framing pictures to one shape and, where their place has no parts, splitting them.
 *
 * @param frame resizes and crops each picture
 * @param channels 3 for RGB, 1 for grey
 * @param shares of the parts that the place lacks
 * @param seed of the split
 * @param bad what is done about pictures that cannot be read
 * @param limits on decoding a picture
 */
public record PictureOptions(
    ResizeCrop frame, int channels, SplitShares shares, long seed, BadPictures bad, Limits limits) {
  /** The customary preprocessing for ImageNet: shorter side 256, centre 224. */
  public static final PictureOptions DEFAULT = of(ResizeCrop.IMAGENET, 3);

  /** Checks the channels. */
  public PictureOptions {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("expected 3 channels (RGB) or 1 (grey), got " + channels);
    }
  }

  /** With a fifth held out, no picture skipped, and the limits for untrusted files. */
  public static PictureOptions of(ResizeCrop frame, int channels) {
    return new PictureOptions(
        frame, channels, SplitShares.DEFAULT, 0, BadPictures.STOP, Limits.DEFAULT);
  }

  /** The whole shorter side, resized: nothing is cropped from square images. */
  public static PictureOptions square(int size) {
    return of(ResizeCrop.square(size), 3);
  }

  /** With another frame. */
  public PictureOptions withFrame(ResizeCrop value) {
    return new PictureOptions(value, channels, shares, seed, bad, limits);
  }

  /** With other shares. */
  public PictureOptions withShares(SplitShares value) {
    return new PictureOptions(frame, channels, value, seed, bad, limits);
  }

  /** With another seed of the split. */
  public PictureOptions withSeed(long value) {
    return new PictureOptions(frame, channels, shares, value, bad, limits);
  }

  /** With another way to deal with unreadable pictures. */
  public PictureOptions withBad(BadPictures value) {
    return new PictureOptions(frame, channels, shares, seed, value, limits);
  }

  /** With other limits on decoding a picture. */
  public PictureOptions withLimits(Limits value) {
    return new PictureOptions(frame, channels, shares, seed, bad, value);
  }
}
