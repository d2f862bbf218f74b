package org.resnet4j.image.jpeg.marker;

/**
 * The color space of an image's components, and their conversion to RGB. Each loop does one thing
 * and clamps without branches, so that the compiler vectorizes it.
 */
public enum ColourSpace {
  /** One component. */
  GREY {
    @Override
    public void toRgb(int[][] from, int[] rgb) {
      int[] grey = from[0];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = grey[i] * 0x010101;
      }
    }
  },

  /** Red, green and blue as they are. */
  RGB {
    @Override
    public void toRgb(int[][] from, int[] rgb) {
      join(from[0], from[1], from[2], rgb);
    }
  },

  /** Luminance and two colour differences (JFIF 1.02, page 3). */
  YCC {
    @Override
    public void toRgb(int[][] from, int[] rgb) {
      red(from[0], from[2], rgb);
      green(from[0], from[1], from[2], rgb);
      blue(from[0], from[1], rgb);
    }
  },

  /** Print colours, which Adobe's programs store inverted. */
  CMYK {
    @Override
    public void toRgb(int[][] from, int[] rgb) {
      join(from[0], from[1], from[2], rgb);
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] ^= 0xFFFFFF;
      }
      darken(from[3], rgb);
    }
  },

  /** The same with the first three as luminance and colour differences. */
  YCCK {
    @Override
    public void toRgb(int[][] from, int[] rgb) {
      YCC.toRgb(from, rgb);
      darken(from[3], rgb);
    }
  };

  /** The factors of JFIF 1.02 with 16 fractional bits. */
  private static final int CR_TO_R = 91881;

  private static final int CB_TO_B = 116130;
  private static final int CR_TO_G = 46802;
  private static final int CB_TO_G = 22554;
  private static final int HALF = 1 << 15;

  /**
   * Turns samples into pixels, as {@code r | g << 8 | b << 16}.
   *
   * @param from by component, at least as many samples as pixels
   */
  public abstract void toRgb(int[][] from, int[] rgb);

  private static void join(int[] red, int[] green, int[] blue, int[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = red[i] | green[i] << 8 | blue[i] << 16;
    }
  }

  private static void red(int[] y, int[] cr, int[] rgb) {
    int rounding = HALF - 128 * CR_TO_R;
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = clamp(y[i] + ((CR_TO_R * cr[i] + rounding) >> 16));
    }
  }

  private static void green(int[] y, int[] cb, int[] cr, int[] rgb) {
    int rounding = HALF + 128 * (CB_TO_G + CR_TO_G);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] |= clamp(y[i] + ((rounding - CB_TO_G * cb[i] - CR_TO_G * cr[i]) >> 16)) << 8;
    }
  }

  private static void blue(int[] y, int[] cb, int[] rgb) {
    int rounding = HALF - 128 * CB_TO_B;
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] |= clamp(y[i] + ((CB_TO_B * cb[i] + rounding) >> 16)) << 16;
    }
  }

  /** To 0 to 255. */
  public static int clamp(int value) {
    return (value | (255 - value) >> 31) & ~(value >> 31) & 255;
  }

  /** Takes from the black of an inverted picture (255 is none) the share of each inverted ink. */
  private static void darken(int[] black, int[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      int k = black[i];
      int pixel = rgb[i];
      rgb[i] =
          k - share(pixel & 255, k)
              | (k - share(pixel >> 8 & 255, k)) << 8
              | (k - share(pixel >> 16, k)) << 16;
    }
  }

  /** {@code a * b / 255}, rounded. */
  private static int share(int a, int b) {
    int product = a * b + 128;
    return (product + (product >> 8)) >> 8;
  }
}
