package org.resnet4j.image.jpeg;

import java.util.List;

/** What the components of a picture mean, and how they become red, green and blue. */
enum ColourSpace {
  /** One component. */
  GREY {
    @Override
    void toRgb(List<Upsampler> from, int[] rgb) {
      int[] grey = from.get(0).samples;
      int at = from.get(0).offset;
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = grey[at + i] * 0x010101;
      }
    }
  },

  /** Red, green and blue as they are. */
  RGB {
    @Override
    void toRgb(List<Upsampler> from, int[] rgb) {
      join(from, rgb);
    }
  },

  /** Luminance and two colour differences (JFIF 1.02, page 3). */
  YCC {
    @Override
    void toRgb(List<Upsampler> from, int[] rgb) {
      convert(from, rgb);
    }
  },

  /** Print colours, which Adobe's programs store inverted. */
  CMYK {
    @Override
    void toRgb(List<Upsampler> from, int[] rgb) {
      join(from, rgb);
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] ^= 0xFFFFFF;
      }
      darken(from.get(3), rgb);
    }
  },

  /** The same with the first three as luminance and colour differences. */
  YCCK {
    @Override
    void toRgb(List<Upsampler> from, int[] rgb) {
      convert(from, rgb);
      darken(from.get(3), rgb);
    }
  };

  /** The factors of JFIF 1.02 with 16 fractional bits. */
  private static final int CR_TO_R = 91881;

  private static final int CB_TO_B = 116130;
  private static final int CR_TO_G = 46802;
  private static final int CB_TO_G = 22554;
  private static final int HALF = 1 << 15;

  /**
   * Turns a row of samples of all components into pixels, as {@code r | g << 8 | b << 16}.
   *
   * @param rgb receives as many as it is long
   */
  abstract void toRgb(List<Upsampler> from, int[] rgb);

  private static void join(List<Upsampler> from, int[] rgb) {
    int[] reds = from.get(0).samples;
    int[] greens = from.get(1).samples;
    int[] blues = from.get(2).samples;
    int red = from.get(0).offset;
    int green = from.get(1).offset;
    int blue = from.get(2).offset;
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = reds[red + i] | greens[green + i] << 8 | blues[blue + i] << 16;
    }
  }

  private static void convert(List<Upsampler> from, int[] rgb) {
    int[] luminances = from.get(0).samples;
    int[] cbs = from.get(1).samples;
    int[] crs = from.get(2).samples;
    int luminance = from.get(0).offset;
    int cbAt = from.get(1).offset;
    int crAt = from.get(2).offset;
    for (int i = 0; i < rgb.length; i++) {
      int y = luminances[luminance + i];
      int cb = cbs[cbAt + i] - 128;
      int cr = crs[crAt + i] - 128;
      int r = y + ((CR_TO_R * cr + HALF) >> 16);
      int g = y + ((HALF - CB_TO_G * cb - CR_TO_G * cr) >> 16);
      int b = y + ((CB_TO_B * cb + HALF) >> 16);
      rgb[i] = clamp(r) | clamp(g) << 8 | clamp(b) << 16;
    }
  }

  /** To 0 to 255 by bits alone, which vectors can do too. */
  private static int clamp(int value) {
    return (value | (255 - value) >> 31) & ~(value >> 31) & 255;
  }

  /** Takes from the black of an inverted picture (255 is none) the share of each inverted ink. */
  private static void darken(Upsampler black, int[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      int k = black.samples[black.offset + i];
      int pixel = rgb[i];
      rgb[i] =
          k - share(pixel & 255, k)
              | k - share(pixel >> 8 & 255, k) << 8
              | k - share(pixel >> 16, k) << 16;
    }
  }

  /** {@code a * b / 255}, rounded. */
  private static int share(int a, int b) {
    int product = a * b + 128;
    return (product + (product >> 8)) >> 8;
  }
}
