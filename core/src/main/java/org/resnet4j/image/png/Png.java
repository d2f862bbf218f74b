package org.resnet4j.image.png;

import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.resnet4j.image.ByteReader;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Orientation;
import org.resnet4j.image.Palette;
import org.resnet4j.image.Region;
import org.resnet4j.image.Rows;

/**
 * Reads PNG (W3C Recommendation, second edition): every colour type and depth, interlaced or not.
 * All checksums are verified. Of the metadata only the orientation is unpacked. The high 8 of 16
 * bits are kept; transparency is dropped.
 */
public final class Png implements EncodedImage {
  private static final int SIGNATURE = 8;

  /** The smallest chunk: length, name and checksum. */
  static final int CHUNK = 12;

  /** The largest deflate ratio: 258 bytes for two bits. */
  private static final int MOST_DEFLATED = 1032;

  private static final int INDEXED = 3;

  /** Values of a pixel, for each colour type: grey, none, RGB, index, grey and RGB with alpha. */
  private static final int[] CHANNELS = {1, 0, 3, 1, 2, 0, 4};

  /** The depths that each colour type may have, as a sum: they are powers of two. */
  private static final int[] DEPTHS = {
    1 + 2 + 4 + 8 + 16, 0, 8 + 16, 1 + 2 + 4 + 8, 8 + 16, 0, 8 + 16
  };

  /** A pass over an image: its first column and row, and the steps between. */
  private record Pass(int left, int top, int across, int down) {}

  private static final Pass[] WHOLE = {new Pass(0, 0, 1, 1)};

  /** Adam7: PNG, section 8.2. */
  private static final Pass[] INTERLACED = {
    new Pass(0, 0, 8, 8),
    new Pass(4, 0, 8, 8),
    new Pass(0, 4, 4, 8),
    new Pass(2, 0, 4, 4),
    new Pass(0, 2, 2, 4),
    new Pass(1, 0, 2, 2),
    new Pass(0, 1, 1, 2)
  };

  private record Chunk(String name, ByteReader content) {}

  private final byte[] file;
  private final int width;
  private final int height;
  private final int depth;
  private final int colour;
  private final int channels;
  private final Pass[] passes;
  private final Palette palette = new Palette();

  /** The position of the first chunk of pixels. */
  private int pixelsAt;

  private @Nullable Orientation exif;
  private @Nullable Orientation exifInText;
  private @Nullable Orientation xmp;

  private Png(byte[] file) {
    this.file = file;
    ByteReader in = new ByteReader(file, SIGNATURE, file.length);
    Chunk first = chunk(in);
    ByteReader header = first.content();
    if (!first.name().equals("IHDR") || header.remaining() != 13) {
      throw new ImageException("it does not begin with a PNG header of 13 bytes");
    }
    width = header.bigI32();
    height = header.bigI32();
    if (width < 1 || height < 1) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "expected positive PNG dimensions, got %d x " + "%d", width, height));
    }
    depth = header.u8();
    colour = header.u8();
    int compression = header.u8();
    int filter = header.u8();
    int interlace = header.u8();
    if (colour >= DEPTHS.length
        || Integer.bitCount(depth) != 1
        || (DEPTHS[colour] & depth) == 0
        || (compression | filter) != 0
        || interlace > 1) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "invalid PNG header: colour type %d, %d bits, compression %d, filter %d, "
                  + "interlace %d",
              colour,
              depth,
              compression,
              filter,
              interlace));
    }
    channels = CHANNELS[colour];
    passes = interlace == 1 ? INTERLACED : WHOLE;
    readChunks(in);
  }

  /** Reads all but the pixels. */
  public static EncodedImage open(byte[] file) {
    return new Png(file);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  /** By Exif in its own chunk or, as older programs write it, in text; then by XMP. */
  @Override
  public Orientation orientation() {
    for (Orientation stated : Arrays.asList(exif, exifInText, xmp)) {
      if (stated != null) {
        return stated;
      }
    }
    return Orientation.UPRIGHT;
  }

  @Override
  public long workingBytes() {
    return passes == WHOLE ? 0 : 3L * width * height;
  }

  private Chunk chunk(ByteReader in) {
    int length = in.bigI32();
    int named = in.position();
    String name = in.name();
    if (!name.chars().allMatch(Character::isLetter)) {
      throw new ImageException("a chunk's name is not four letters");
    }
    ByteReader content = in.part(length & 0xFFFFFFFFL);
    CRC32 sum = new CRC32();
    sum.update(file, named, in.position() - named);
    if (in.bigI32() != (int) sum.getValue()) {
      throw new ImageException("the checksum of the chunk at byte " + (named - 4) + " is wrong");
    }
    return new Chunk(name, content);
  }

  private void readChunks(ByteReader in) {
    boolean coloured = colour != INDEXED;
    long bytes = 0;
    for (Chunk chunk = chunk(in); !chunk.name().equals("IEND"); ) {
      ByteReader content = chunk.content();
      switch (chunk.name()) {
        case "PLTE" -> {
          palette.read(content, Math.min(content.remaining() / 3, 256));
          coloured = true;
        }
        case "IDAT" -> {
          pixelsAt = bytes == 0 ? content.position() - 8 : pixelsAt;
          bytes += content.remaining();
        }
        case "eXIf" ->
            exif =
                Orientation.ofTiff(
                    file, content.position(), content.position() + content.remaining());
        case "tEXt", "zTXt", "iTXt" -> readText(chunk.name(), content);
        default -> {}
      }
      if (bytes > 0 && in.remaining() < CHUNK) {
        break; // The file is truncated, but its pixels may still be complete.
      }
      chunk = chunk(in);
    }
    if (!coloured) {
      throw new ImageException("its palette is missing");
    }
    if (unpackedBytes() / MOST_DEFLATED > bytes) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "%d x %d pixels cannot be packed in %,d bytes", width, height, bytes));
    }
  }

  private void readText(String chunk, ByteReader content) {
    switch (PngText.keyword(file, content)) {
      case PngText.EXIF -> exifInText = PngText.ofExif(PngText.text(file, chunk, content));
      case PngText.XMP -> xmp = Orientation.ofXmp(PngText.text(file, chunk, content));
      default -> {}
    }
  }

  private long unpackedBytes() {
    long bytes = 0;
    for (Pass pass : passes) {
      bytes += (long) rows(pass) * rowBytes(columns(pass));
    }
    return bytes;
  }

  private int columns(Pass pass) {
    return (width - pass.left + pass.across - 1) / pass.across;
  }

  private int rows(Pass pass) {
    return (height - pass.top + pass.down - 1) / pass.down;
  }

  /** A row takes whole bytes, preceded by one for its filter type. */
  private int rowBytes(int columns) {
    return 1 + (columns * channels * depth + 7) / 8;
  }

  @Override
  public void decode(Rows to) {
    try (PngRows rows = new PngRows(new ByteReader(file, pixelsAt, file.length), file)) {
      if (passes == WHOLE) {
        inOrder(rows, to);
      } else {
        interlaced(rows, to);
      }
    }
  }

  private void inOrder(PngRows rows, Rows to) {
    byte[] row = new byte[rowBytes(width)];
    byte[] above = new byte[row.length];
    byte[] painted = new byte[3 * width];
    Region region = to.region(height, width);
    for (int y = 0; y < height; y++) {
      rows.next(row, above, pixelBytes());
      if (!region.hasRow(y)) {
        continue;
      }
      if (colour == 2 && depth == 8) {
        to.row(y, row, 1);
      } else {
        paint(row, width, painted, 0, 3);
        to.row(y, painted, 0);
      }
    }
  }

  private void interlaced(PngRows rows, Rows to) {
    byte[] pixels = new byte[Math.toIntExact(workingBytes())];
    for (Pass pass : passes) {
      int columns = columns(pass);
      if (columns == 0) {
        continue;
      }
      byte[] row = new byte[rowBytes(columns)];
      byte[] above = new byte[row.length];
      for (int y = pass.top; y < height; y += pass.down) {
        rows.next(row, above, pixelBytes());
        paint(row, columns, pixels, (y * width + pass.left) * 3, pass.across * 3);
      }
    }
    for (int y = 0; y < height; y++) {
      to.row(y, pixels, 3 * y * width);
    }
  }

  /** The pixel stride of the filters. */
  private int pixelBytes() {
    return Math.max(1, channels * depth / 8);
  }

  private void paint(byte[] row, int columns, byte[] pixels, int first, int step) {
    // Levels of grey of less than 8 bits are spread over 0 to 255.
    int scale = depth < 8 && colour != INDEXED ? 255 / ((1 << depth) - 1) : 1;
    int to = first;
    for (int x = 0; x < columns; x++) {
      int value = value(row, x * channels);
      if (colour == INDEXED) {
        palette.paint(value, pixels, to);
      } else {
        boolean grey = channels < 3;
        pixels[to] = (byte) (value * scale);
        pixels[to + 1] = grey ? pixels[to] : (byte) value(row, x * channels + 1);
        pixels[to + 2] = grey ? pixels[to] : (byte) value(row, x * channels + 2);
      }
      to += step;
    }
  }

  /**
   * A value of a row; the high byte where it has two. Pillow does so with colours, but clips 16
   * bits of grey to 255, which leaves next to nothing of a picture.
   */
  private int value(byte[] row, int index) {
    if (depth >= 8) {
      return row[1 + index * (depth / 8)];
    }
    int bit = index * depth;
    return row[1 + bit / 8] >> (8 - depth - bit % 8) & ((1 << depth) - 1);
  }
}
