package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * Turns the hues: torchvision's {@code adjust_hue} in the 8-bit HSV of Pillow, which rounds colours
 * even if the shift is 0. Grey pictures remain as they are.
 *
 * @param shift of the colour circle, -0.5 to 0.5
 */
public record Hue(double shift) implements Effect {
  private static final int[] SECTOR = new int[256];
  private static final float[] FRACTION = new float[256];

  static {
    for (int hue = 0; hue < 256; hue++) {
      double place = hue * 6.0 / 255.0;
      SECTOR[hue] = (int) place % 6;
      FRACTION[hue] = (float) (place - (int) place);
    }
  }

  /** Checks the shift. */
  public Hue {
    if (!(shift >= -0.5 && shift <= 0.5)) {
      throw new IllegalArgumentException("expected a shift from -0.5 to 0.5, got " + shift);
    }
  }

  @Override
  public Image apply(Image picture) {
    if (picture.channels() == 1) {
      return picture;
    }
    Image result = new Image(picture.channels(), picture.height(), picture.width());
    byte[] from = picture.pixels();
    byte[] to = result.pixels();
    int turn = (int) (shift * 255);
    for (int i = 0, j = picture.offset(); i < to.length; i += 3, j += 3) {
      int red = from[j] & 0xFF;
      int green = from[j + 1] & 0xFF;
      int blue = from[j + 2] & 0xFF;
      int value = Math.max(red, Math.max(green, blue));
      int range = value - Math.min(red, Math.min(green, blue));
      int saturation = range == 0 ? 0 : (int) ((float) range / value * 255.0);
      if (saturation == 0) {
        to[i] = (byte) value;
        to[i + 1] = (byte) value;
        to[i + 2] = (byte) value;
      } else {
        int hue = (hue(red, green, blue, value, range) + turn) & 0xFF;
        paint(to, i, hue, saturation, value);
      }
    }
    return result;
  }

  private static int hue(int red, int green, int blue, int value, float range) {
    float r = (value - red) / range;
    float g = (value - green) / range;
    float b = (value - blue) / range;
    float sixths;
    if (red == value) {
      sixths = b - g;
    } else if (green == value) {
      sixths = (float) (2.0 + r - b);
    } else {
      sixths = (float) (4.0 + g - r);
    }
    double circle = sixths / 6.0 + 1.0;
    float hue = (float) (circle < 1 ? circle : circle - 1);
    return (int) (hue * 255.0);
  }

  private static void paint(byte[] to, int at, int hue, int saturation, int value) {
    float share = (float) (saturation / 255.0);
    float fraction = FRACTION[hue];
    byte full = (byte) value;
    byte least = rounded(value * (1.0 - share));
    byte falling = rounded(value * (1.0 - share * fraction));
    byte rising = rounded(value * (1.0 - share * (1.0 - fraction)));
    switch (SECTOR[hue]) {
      case 0 -> put(to, at, full, rising, least);
      case 1 -> put(to, at, falling, full, least);
      case 2 -> put(to, at, least, full, rising);
      case 3 -> put(to, at, least, falling, full);
      case 4 -> put(to, at, rising, least, full);
      default -> put(to, at, full, least, falling);
    }
  }

  private static byte rounded(double value) {
    return (byte) (int) (value + 0.5);
  }

  private static void put(byte[] to, int at, byte red, byte green, byte blue) {
    to[at] = red;
    to[at + 1] = green;
    to[at + 2] = blue;
  }

  /** {@code Hue -0.05}. */
  @Override
  public String toString() {
    return Blend.text("Hue", shift);
  }
}
