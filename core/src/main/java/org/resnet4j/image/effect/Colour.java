package org.resnet4j.image.effect;

import org.resnet4j.image.Image;

/**
 * An RGB colour of 8 bits.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Colour(int red, int green, int blue) {
  /** Black. */
  public static final Colour BLACK = new Colour(0, 0, 0);

  /** Checks the range of all three. */
  public Colour {
    if (Math.min(red, Math.min(green, blue)) < 0 || Math.max(red, Math.max(green, blue)) > 255) {
      throw new IllegalArgumentException(
          "expected red, green and blue from 0 to 255, got " + red + ", " + green + ", " + blue);
    }
  }

  /**
   * An image of this colour.
   *
   * @param channels 3, or 1 for its grey
   */
  Image image(int channels, int height, int width) {
    byte[] value = {(byte) red, (byte) green, (byte) blue};
    byte[] pixel = new Image(value, 3, 1, 1).toChannels(channels).pixels();
    Image image = new Image(channels, height, width);
    byte[] to = image.pixels();
    System.arraycopy(pixel, 0, to, 0, channels);
    for (int done = channels; done < to.length; done *= 2) {
      System.arraycopy(to, 0, to, done, Math.min(done, to.length - done));
    }
    return image;
  }
}
