package org.resnet4j.arch.block;

import static org.resnet4j.layer.Sequence.sequence;

import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Subsample;

/** The connection from a block's input to its output. He et al. 2015, section 3.3 and Table 3. */
public enum Shortcut {
  /** No shortcut: the plain network that residual ones are compared with. */
  NONE,
  /** Option A: the identity, with zero channels where the size changes; no parameters. */
  ZERO_PADDING,
  /** Option B: the identity, and a 1x1 projection where the size changes. */
  PROJECTION,
  /** Option C: a projection in every block. */
  ALL_PROJECTION,
  /**
   * Option B of ResNet-D: where the map shrinks, the average of each window before a projection
   * that then skips no pixel. He et al. 2019, "Bag of Tricks", Fig. 2c.
   */
  AVERAGE_PROJECTION;

  /** Whether the shortcut of a block at that place is the identity. */
  boolean isIdentity(Place place) {
    return place.keepsShape() && this != ALL_PROJECTION;
  }

  /**
   * Puts the shortcut around the branch of a block.
   *
   * @param normalised whether a normalisation follows a projection
   */
  Layer around(Place place, Layer branch, boolean normalised) {
    return this == NONE ? branch : new Residual(branch, layer(place, normalised));
  }

  /**
   * The layers beside a branch.
   *
   * @param normalised whether a normalisation follows a projection
   * @throws IllegalArgumentException if there is no shortcut
   */
  Layer layer(Place place, boolean normalised) {
    if (this == NONE) {
      throw new IllegalArgumentException(
          "its blocks modify their shortcut, so shortcut must not be NONE");
    }
    if (isIdentity(place)) {
      return new Identity();
    }
    return switch (this) {
      case ZERO_PADDING -> new Subsample(place.in(), place.out(), place.stride());
      case PROJECTION, ALL_PROJECTION -> projection(place, 0, place.stride(), normalised);
      case AVERAGE_PROJECTION ->
          sequence(average(place.stride()), projection(place, 1, 1, normalised));
      case NONE -> throw new AssertionError(this);
    };
  }

  /** Its parts are numbered as in torchvision and timm, where a pooling is a part, too. */
  private static Layer projection(Place place, int first, int stride, boolean normalised) {
    Layer norm = normalised ? place.norm("downsample." + (first + 1), place.out()) : new Identity();
    return sequence(place.conv("downsample." + first, place.in(), place.out(), 1, stride), norm);
  }

  private static Layer average(int stride) {
    return stride == 1 ? new Identity() : new Pool(Pool.Kind.AVERAGE, stride, stride, 0, true);
  }
}
