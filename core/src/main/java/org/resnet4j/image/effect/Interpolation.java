package org.resnet4j.image.effect;

/** How a moved picture is sampled between its pixels. */
public enum Interpolation {
  /** The pixel that contains the place. */
  NEAREST,
  /** Between 2 x 2 pixels. */
  BILINEAR,
  /** Between 4 x 4 pixels, by the cubic convolution of Keys 1981 with a = -1, as Pillow does. */
  BICUBIC
}
