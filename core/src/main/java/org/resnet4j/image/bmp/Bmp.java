package org.resnet4j.image.bmp;

import java.util.Locale;
import org.resnet4j.image.ByteReader;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Orientation;
import org.resnet4j.image.Palette;
import org.resnet4j.image.Rows;

/**
 * Reads Windows and OS/2 bitmaps: 1, 4, 8, 16, 24 and 32 bits a pixel, run lengths, bit fields,
 * from the bottom up or from the top down. Transparency is dropped.
 */
public final class Bmp implements EncodedImage {
  private static final int FILE_HEADER = 14;
  private static final int OS2_HEADER = 12;
  private static final int WINDOWS_HEADER = 40;
  private static final int LONGEST_HEADER = 124;
  private static final int MOST_COLOURS = 65_536;

  /** A run of 255 pixels takes two bytes. Moves skip more, but no picture is made of them alone. */
  private static final int MOST_PACKED = 128;

  private static final int PLAIN = 0;
  private static final int RUNS_OF_8 = 1;
  private static final int RUNS_OF_4 = 2;
  private static final int BIT_FIELDS = 3;

  /**
   * The position of a colour channel in a pixel of 16 to 32 bits, and the level of each of its
   * values.
   */
  private record Field(int shift, byte[] levels) {
    static Field of(int mask) {
      int shift = Integer.numberOfTrailingZeros(mask);
      int bits = Integer.bitCount(mask);
      if (bits < 1 || bits > 8 || mask >>> shift != (1 << bits) - 1) {
        throw new ImageException(
            String.format(
                Locale.ROOT, "expected a BMP field of 1 to 8 bits, got the bits of %08x", mask));
      }
      byte[] levels = new byte[1 << bits];
      for (int value = 0; value < levels.length; value++) {
        levels[value] = (byte) (value * 255 / (levels.length - 1));
      }
      return new Field(shift, levels);
    }

    byte level(int pixel) {
      return levels[pixel >>> shift & (levels.length - 1)];
    }
  }

  private final byte[] file;
  private final int width;
  private final int height;
  private final boolean topDown;
  private final int depth;
  private final int compression;
  private final int pixelsAt;
  private final Palette palette = new Palette();
  private final Field[] fields;

  private Bmp(byte[] file) {
    this.file = file;
    ByteReader in = new ByteReader(file, FILE_HEADER - 4, file.length);
    int statedAt = in.i32();
    int headerBytes = in.i32();
    boolean os2 = headerBytes == OS2_HEADER;
    if (!os2 && (headerBytes < WINDOWS_HEADER || headerBytes > LONGEST_HEADER)) {
      throw new ImageException("BMP has no header of " + headerBytes + " bytes");
    }
    ByteReader header = in.part(headerBytes - 4);
    width = os2 ? header.u16() : header.i32();
    int rows = os2 ? header.u16() : header.i32();
    topDown = rows < 0;
    height = Math.abs(rows);
    if (width < 1 || height < 1) {
      throw new ImageException(
          String.format(Locale.ROOT, "expected positive BMP dimensions, got %d x %d", width, rows));
    }
    header.skip(2);
    depth = header.u16();
    compression = os2 ? PLAIN : header.i32();
    if (!isKnown(depth, compression)) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "BMP of %d bits with compression %d is not read", depth, compression));
    }
    header.skip(os2 ? 0 : 12);
    int colours = os2 ? 0 : header.i32();
    header.skip(os2 ? 0 : 4);
    fields = fields(header.remaining() >= 12 ? header : in);
    if (depth <= 8) {
      readPalette(in, colours == 0 ? 1 << depth : colours, os2 ? 3 : 4);
    }
    // Some files give the offset of the palette as that of the pixels.
    boolean wrong = statedAt == 0 || (depth <= 8 && statedAt == FILE_HEADER + headerBytes);
    pixelsAt = wrong ? in.position() : statedAt;
  }

  private static boolean isKnown(int depth, int compression) {
    return switch (compression) {
      case PLAIN -> depth == 1 || depth == 4 || isKnown(depth, BIT_FIELDS) || depth == 8;
      case RUNS_OF_8 -> depth == 8;
      case RUNS_OF_4 -> depth == 4;
      case BIT_FIELDS -> depth == 16 || depth == 24 || depth == 32;
      default -> false;
    };
  }

  private Field[] fields(ByteReader in) {
    int[] masks =
        depth == 16 ? new int[] {0x7C00, 0x3E0, 0x1F} : new int[] {0xFF0000, 0xFF00, 0xFF};
    if (compression == BIT_FIELDS) {
      int[] stated = {in.i32(), in.i32(), in.i32()};
      masks = (stated[0] | stated[1] | stated[2]) == 0 ? masks : stated;
    }
    return new Field[] {Field.of(masks[0]), Field.of(masks[1]), Field.of(masks[2])};
  }

  private void readPalette(ByteReader in, int colours, int bytes) {
    if (colours < 0 || colours > MOST_COLOURS) {
      throw new ImageException("expected a BMP palette of at most 65,536 colours, got " + colours);
    }
    ByteReader entries = in.part((long) colours * bytes);
    for (int i = 0; i < Math.min(colours, 256); i++) {
      int blue = entries.u8();
      int green = entries.u8();
      palette.set(i, entries.u8(), green, blue);
      entries.skip(bytes - 3);
    }
  }

  /** Reads all but the pixels. */
  public static EncodedImage open(byte[] file) {
    return new Bmp(file);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }

  @Override
  public long workingBytes() {
    return inRuns() ? (long) width * height : 0;
  }

  private boolean inRuns() {
    return compression == RUNS_OF_8 || compression == RUNS_OF_4;
  }

  @Override
  public void decode(Rows to) {
    ByteReader in = new ByteReader(file, 0, file.length);
    in.skip(pixelsAt & 0xFFFFFFFFL);
    byte[] from = file;
    int first = pixelsAt;
    int bits = depth;
    long rowBytes = ((long) width * depth + 31) / 32 * 4;
    if (inRuns()) {
      in.requirePacked(width, height, MOST_PACKED);
      from = BmpRuns.unpack(in, width, height, compression == RUNS_OF_4);
      first = 0;
      bits = 8;
      rowBytes = width;
    } else {
      // The padding of the last row may be missing.
      in.skip(rowBytes * (height - 1) + ((long) width * depth + 7) / 8);
    }
    byte[] row = new byte[3 * width];
    for (int y = 0; y < height; y++) {
      paint(from, first + (topDown ? y : height - 1 - y) * (int) rowBytes, bits, row);
      to.row(y, row, 0);
    }
  }

  private void paint(byte[] from, int row, int bits, byte[] pixels) {
    int to = 0;
    for (int x = 0; x < width; x++) {
      if (bits <= 8) {
        int bit = x * bits;
        palette.paint(
            (from[row + bit / 8] & 0xFF) >> (8 - bits - bit % 8) & ((1 << bits) - 1), pixels, to);
      } else {
        int pixel = 0;
        for (int b = bits / 8 - 1; b >= 0; b--) {
          pixel = pixel << 8 | (from[row + x * (bits / 8) + b] & 0xFF);
        }
        for (int c = 0; c < 3; c++) {
          pixels[to + c] = fields[c].level(pixel);
        }
      }
      to += 3;
    }
  }
}
