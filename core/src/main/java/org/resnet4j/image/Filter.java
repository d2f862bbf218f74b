package org.resnet4j.image;

/**
 * The interpolation of a resize. Both are antialiased as in Pillow: the filter widens by the factor
 * of reduction.
 */
public enum Filter {
  /** A triangle two pixels wide. */
  BILINEAR(1) {
    @Override
    double at(double distance) {
      return Math.max(1 - Math.abs(distance), 0);
    }
  },

  /** The cubic convolution of Keys 1981 with a = -0.5, four pixels wide. */
  BICUBIC(2) {
    @Override
    double at(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final double support;

  Filter(double support) {
    this.support = support;
  }

  /** The radius of the filter in pixels. */
  double support() {
    return support;
  }

  /** The weight of a pixel at this distance from the centre. */
  abstract double at(double distance);
}
