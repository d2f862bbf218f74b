package org.resnet4j.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.resnet4j.image.decode.Decoder;

/**
 * A window onto 8-bit pixels in {@code [height, width, channel]} order: 3 channels are RGB, 1 is
 * grey. Meant to be reused: {@link #view} points it at other pixels without copying them, so that a
 * loop over a data set allocates nothing. Not thread-safe.
 */
public final class Image {
  private byte[] pixels = {};
  private int offset;
  private int channels;
  private int height;
  private int width;

  /** An empty window, to be pointed at pixels by {@link #view}. */
  public Image() {}

  /** A new black image. */
  public Image(int channels, int height, int width) {
    this(
        new byte[Math.multiplyExact(channels, Math.multiplyExact(height, width))],
        channels,
        height,
        width);
  }

  /** A window onto a whole array. */
  public Image(byte[] pixels, int channels, int height, int width) {
    view(pixels, 0, channels, height, width);
  }

  /**
   * An RGB copy of an image of any type, with the values that {@link Decoder} gives for its file:
   * alpha is dropped, and premultiplied colours are divided by it; of more than 8 bits the high 8
   * are kept; no colour profile is applied.
   *
   * @throws ImageException if its colours are neither RGB nor grey, or it is over {@link
   *     Limits#DEFAULT}
   */
  public static Image of(BufferedImage picture) {
    return Java2d.rgb(picture);
  }

  /**
   * Points this window at {@code channels * height * width} bytes from {@code offset}. The array is
   * shared, not copied.
   *
   * @throws IllegalArgumentException if the array is too short or a dimension is not positive
   */
  public void view(byte[] array, int from, int newChannels, int newHeight, int newWidth) {
    if (newChannels < 1 || newHeight < 1 || newWidth < 1) {
      throw new IllegalArgumentException(
          "expected positive image dimensions, got "
              + newChannels
              + "x"
              + newHeight
              + "x"
              + newWidth);
    }
    long end = from + (long) newChannels * newHeight * newWidth;
    if (from < 0 || end > array.length) {
      throw new IllegalArgumentException(
          "the pixels end at byte " + end + " of an array of " + array.length);
    }
    pixels = array;
    offset = from;
    channels = newChannels;
    height = newHeight;
    width = newWidth;
  }

  /** The array that holds the pixels, from {@link #offset}. Shared: do not write. */
  public byte[] pixels() {
    return pixels;
  }

  /** The index of the first value in {@link #pixels}. */
  public int offset() {
    return offset;
  }

  /** 3 for RGB, 1 for grey. */
  public int channels() {
    return channels;
  }

  /** The number of rows. */
  public int height() {
    return height;
  }

  /** The number of columns. */
  public int width() {
    return width;
  }

  /** One value, 0 to 255. */
  public int value(int row, int column, int channel) {
    return pixels[offset + (row * width + column) * channels + channel] & 0xFF;
  }

  /**
   * The image converted to 1 or 3 channels; itself if it has that number. Grey of RGB is Pillow's
   * {@code convert("L")}: the luma of ITU-R BT.601 in 16 fractional bits.
   *
   * @throws IllegalArgumentException for other conversions
   */
  public Image toChannels(int requested) {
    if (requested == channels) {
      return this;
    }
    if (channels + requested != 4 || Math.min(channels, requested) != 1) {
      throw new IllegalArgumentException(
          "expected 1 channel (grey) or 3 (RGB), got "
              + requested
              + " for an image with "
              + channels);
    }
    Image image = new Image(requested, height, width);
    int from = offset;
    for (int to = 0; to < image.pixels.length; to += requested) {
      if (requested == 3) {
        Arrays.fill(image.pixels, to, to + 3, pixels[from]);
      } else {
        int red = pixels[from] & 0xFF;
        int green = pixels[from + 1] & 0xFF;
        int blue = pixels[from + 2] & 0xFF;
        image.pixels[to] = (byte) ((red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16);
      }
      from += channels;
    }
    return image;
  }

  /** {@code CxHxW}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
