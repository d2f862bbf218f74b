package org.resnet4j.arch.block;

import static org.resnet4j.layer.Sequence.sequence;

import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Subsample;

/** What joins the input of a block to its output. He et al. 2015, section 3.3 and Table 3. */
public enum Shortcut {
  /** No shortcut: the plain network that residual ones are compared with. */
  NONE,
  /** Option A: the identity, with zero channels where the size changes; no parameters. */
  ZERO_PADDING,
  /** Option B: the identity, and a 1x1 projection where the size changes. */
  PROJECTION,
  /** Option C: a projection in every block. */
  ALL_PROJECTION;

  /** Whether a block at that place gets its own input added, unchanged. */
  boolean isIdentity(Place place) {
    return place.keepsShape() && this != ALL_PROJECTION;
  }

  /** Puts the shortcut around the branch of a block; {@code norm} follows a projection. */
  Layer around(Place place, Layer branch, Layer norm) {
    return this == NONE ? branch : new Residual(branch, layer(place, norm));
  }

  /**
   * What stands beside a branch; {@code norm} follows a projection.
   *
   * @throws IllegalArgumentException if there is no shortcut
   */
  Layer layer(Place place, Layer norm) {
    if (this == NONE) {
      throw new IllegalArgumentException(
          "its blocks are about their shortcut, so shortcut must not be NONE");
    }
    if (isIdentity(place)) {
      return new Identity();
    }
    if (this == ZERO_PADDING) {
      return new Subsample(place.in(), place.out(), place.stride());
    }
    Layer projection = place.conv("downsample.0", place.in(), place.out(), 1, place.stride());
    return sequence(projection, norm);
  }
}
