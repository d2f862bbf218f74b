package org.resnet4j.image.effect;

import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.resnet4j.image.Image;

/** Tables of 256 new values, one for each old one: Pillow's {@code point}. */
final class Levels {
  private Levels() {}

  /** The table of a function, whose values are clipped to 0 to 255. */
  static byte[] table(IntUnaryOperator level) {
    byte[] table = new byte[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) Math.max(0, Math.min(level.applyAsInt(i), 255));
    }
    return table;
  }

  /** The picture with each value replaced. */
  static Image replace(Image picture, byte[] table) {
    Image result = new Image(picture.channels(), picture.height(), picture.width());
    byte[] to = result.pixels();
    byte[] from = picture.pixels();
    int offset = picture.offset();
    for (int i = 0; i < to.length; i++) {
      to[i] = table[from[offset + i] & 0xFF];
    }
    return result;
  }

  /**
   * The picture with each value replaced by the table of its channel.
   *
   * @param table of the numbers of pixels of a channel with each value
   */
  static Image equalized(Image picture, Function<int[], byte[]> table) {
    Image result = new Image(picture.channels(), picture.height(), picture.width());
    byte[] to = result.pixels();
    byte[] from = picture.pixels();
    int step = picture.channels();
    for (int channel = 0; channel < step; channel++) {
      int[] histogram = new int[256];
      int first = picture.offset() + channel;
      int end = picture.offset() + to.length;
      for (int i = first; i < end; i += step) {
        histogram[from[i] & 0xFF]++;
      }
      byte[] levels = table.apply(histogram);
      for (int i = first, j = channel; i < end; i += step, j += step) {
        to[j] = levels[from[i] & 0xFF];
      }
    }
    return result;
  }
}
