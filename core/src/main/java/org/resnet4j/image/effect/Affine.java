package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Moves a picture: Pillow's {@code transform} and {@code rotate} without a change of size.
 *
 * @param amount in the unit of the motion
 * @param fill the colour where no picture is; its grey for pictures of one channel
 */
public record Affine(Motion motion, double amount, Interpolation interpolation, Colour fill)
    implements Effect {
  /** Checks the amount. */
  public Affine {
    if (!(Math.abs(amount) <= 1 << 24)) {
      throw new IllegalArgumentException(
          "expected an amount of at most " + (1 << 24) + ", got " + amount);
    }
  }

  @Override
  public Image apply(Image picture) {
    Image result = fill.image(picture.channels(), picture.height(), picture.width());
    double[] inverse = motion.inverse(amount, picture.height(), picture.width());
    Sampling sampling = new Sampling(picture, inverse, result.pixels());
    switch (interpolation) {
      case NEAREST -> sampling.nearest();
      case BILINEAR -> sampling.smooth(false);
      case BICUBIC -> sampling.smooth(true);
    }
    return result;
  }

  /** {@code Rotate -12.50}. */
  @Override
  public String toString() {
    return Blend.text(motion.toString(), amount);
  }
}
