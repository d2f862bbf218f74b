package org.resnet4j.image.effect;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Kinds of affine motion, by one number each. */
public enum Motion {
  /** Rows move to the left, by their distance from the top times a factor. */
  SHEAR_X("Shear x") {
    @Override
    double[] inverse(double amount, int height, int width) {
      return new double[] {1, amount, 0, 0, 1, 0};
    }
  },

  /** Columns move up, by their distance from the left times a factor. */
  SHEAR_Y("Shear y") {
    @Override
    double[] inverse(double amount, int height, int width) {
      return new double[] {1, 0, 0, amount, 1, 0};
    }
  },

  /** To the right, by a number of pixels. */
  TRANSLATE_X("Translate x") {
    @Override
    double[] inverse(double amount, int height, int width) {
      return new double[] {1, 0, -amount, 0, 1, 0};
    }
  },

  /** Down, by a number of pixels. */
  TRANSLATE_Y("Translate y") {
    @Override
    double[] inverse(double amount, int height, int width) {
      return new double[] {1, 0, 0, 0, 1, -amount};
    }
  },

  /** Counter-clockwise around the centre, by an angle in degrees. */
  ROTATE("Rotate") {
    @Override
    double[] inverse(double amount, int height, int width) {
      double turn = amount % 360;
      double angle = -Math.toRadians(turn < 0 ? turn + 360 : turn);
      double cosine = rounded(StrictMath.cos(angle));
      double sine = rounded(StrictMath.sin(angle));
      double x = width / 2.0;
      double y = height / 2.0;
      return new double[] {
        cosine, sine, cosine * -x + sine * -y + x, -sine, cosine, -sine * -x + cosine * -y + y
      };
    }
  };

  private final String text;

  Motion(String text) {
    this.text = text;
  }

  /**
   * Where a point of the moved picture was: {@code (a x + b y + c, d x + e y + f)}, as Pillow's
   * {@code transform} expects it.
   */
  abstract double[] inverse(double amount, int height, int width);

  /** To 15 decimals, as Pillow does, so that right angles are exact. */
  private static double rounded(double value) {
    return new BigDecimal(value).setScale(15, RoundingMode.HALF_EVEN).doubleValue();
  }

  /** {@code Shear x}. */
  @Override
  public String toString() {
    return text;
  }
}
