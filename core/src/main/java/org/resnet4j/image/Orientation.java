package org.resnet4j.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held: the one thing of Exif (JEITA CP-3451, tag 0x0112) that changes how a
 * picture looks. A number from 1, upright, to 8.
 */
public final class Orientation {
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final int SHORT = 3;
  static final int UPRIGHT = 1;

  private Orientation() {}

  /**
   * The orientation that a block of TIFF data states in its first directory, 1 to 8; 1 where it
   * states none or makes no sense.
   *
   * @param from where in the file the block begins
   * @param to where it ends
   */
  public static int of(byte[] file, int from, int to) {
    ByteBuffer tiff = ByteBuffer.wrap(file, from, to - from).slice();
    if (tiff.limit() < 8) {
      return UPRIGHT;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xFFFFFFFFL;
    if (directory + 2 > tiff.limit()) {
      return UPRIGHT;
    }
    int entries = tiff.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int at = (int) directory + 2 + i * ENTRY;
      if (at + ENTRY > tiff.limit()) {
        return UPRIGHT;
      }
      if (tiff.getShort(at) == TAG && tiff.getShort(at + 2) == SHORT) {
        int stated = tiff.getShort(at + 8);
        return stated >= UPRIGHT && stated <= 8 ? stated : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** The picture turned and mirrored until it is upright; itself if it is. */
  static Image upright(Image image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    boolean swapped = orientation >= 5;
    boolean upward = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    boolean leftward = orientation == 2 || orientation == 3 || orientation >= 7;
    int channels = image.channels();
    int down = upward ? -image.width() : image.width();
    int across = leftward ? -1 : 1;
    int start = (upward ? -down * (image.height() - 1) : 0) + (leftward ? image.width() - 1 : 0);
    int height = swapped ? image.width() : image.height();
    int width = swapped ? image.height() : image.width();
    Image upright = new Image(channels, height, width);
    int to = 0;
    for (int y = 0; y < height; y++) {
      int row = start + y * (swapped ? across : down);
      for (int x = 0; x < width; x++) {
        int from = image.offset() + (row + x * (swapped ? down : across)) * channels;
        for (int c = 0; c < channels; c++) {
          upright.pixels()[to++] = image.pixels()[from + c];
        }
      }
    }
    return upright;
  }
}
