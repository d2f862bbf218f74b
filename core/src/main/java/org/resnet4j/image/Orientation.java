package org.resnet4j.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Exif orientation: the sides of the upright image that the first stored row and column
 * represent (TIFF 6.0, page 36), in the order of their numbers from 1.
 */
public enum Orientation {
  TOP_LEFT(false, false, false),
  TOP_RIGHT(false, false, true),
  BOTTOM_RIGHT(false, true, true),
  BOTTOM_LEFT(false, true, false),
  LEFT_TOP(true, false, false),
  RIGHT_TOP(true, true, false),
  RIGHT_BOTTOM(true, true, true),
  LEFT_BOTTOM(true, false, true);

  /** As it is stored. */
  public static final Orientation UPRIGHT = TOP_LEFT;

  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int SIGNED_SHORT = 8;
  private static final int SIGNED_LONG = 9;

  /** As Pillow looks for it. */
  private static final Pattern XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

  private final boolean transposed;
  private final boolean upward;
  private final boolean leftward;

  /** Rows and columns are exchanged after reversed ones are flipped. */
  Orientation(boolean transposed, boolean upward, boolean leftward) {
    this.transposed = transposed;
    this.upward = upward;
    this.leftward = leftward;
  }

  /** Whether stored rows are columns of the upright image. */
  public boolean isTransposed() {
    return transposed;
  }

  /** The orientation of a number; upright for an undefined one. */
  private static Orientation numbered(int number) {
    return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
  }

  /**
   * The orientation in the first directory of a block of TIFF data (Exif, JEITA CP-3451); null if
   * absent.
   *
   * @param from where in the file the block begins
   * @param to where it ends
   */
  public static @Nullable Orientation ofTiff(byte[] file, int from, int to) {
    ByteBuffer tiff = ByteBuffer.wrap(file, from, to - from).slice();
    if (tiff.limit() < 8) {
      return null;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xFFFFFFFFL;
    if (directory + 2 > tiff.limit()) {
      return null;
    }
    int entries = tiff.getShort((int) directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int at = (int) directory + 2 + i * ENTRY;
      if (at + ENTRY > tiff.limit()) {
        return null;
      }
      if (tiff.getShort(at) == TAG) {
        return switch (tiff.getShort(at + 2)) {
          case SHORT, SIGNED_SHORT -> numbered(tiff.getShort(at + 8));
          case LONG, SIGNED_LONG -> numbered(tiff.getInt(at + 8));
          default -> UPRIGHT;
        };
      }
    }
    return null;
  }

  /** The orientation in an XMP packet; null if absent. */
  public static @Nullable Orientation ofXmp(byte[] packet) {
    Matcher stated = XMP.matcher(new String(packet, ISO_8859_1));
    return stated.find() ? numbered(stated.group(1).charAt(0) - '0') : null;
  }

  /**
   * Flips rows and pixels that are stored in reverse; only the transposition of {@link
   * #isTransposed} remains.
   *
   * @param height rows as stored
   * @param width columns as stored
   */
  public Rows flipped(int height, int width, Rows rows) {
    if (!upward && !leftward) {
      return rows;
    }
    byte[] mirrored = new byte[leftward ? 3 * width : 0];
    return new Rows() {
      @Override
      public void row(int y, byte[] pixels, int from) {
        int place = upward ? height - 1 - y : y;
        if (!leftward) {
          rows.row(place, pixels, from);
          return;
        }
        int at = from + 3 * width;
        for (int i = 0; i < mirrored.length; i += 3) {
          at -= 3;
          mirrored[i] = pixels[at];
          mirrored[i + 1] = pixels[at + 1];
          mirrored[i + 2] = pixels[at + 2];
        }
        rows.row(place, mirrored, 0);
      }

      @Override
      public Region region(int height, int width) {
        Region read = rows.region(height, width);
        return new Region(
            upward ? height - read.bottom() : read.top(),
            leftward ? width - read.right() : read.left(),
            upward ? height - read.top() : read.bottom(),
            leftward ? width - read.left() : read.right());
      }
    };
  }
}
