package org.resnet4j.image.gif;

import org.resnet4j.image.ByteReader;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Orientation;
import org.resnet4j.image.Palette;
import org.resnet4j.image.Rows;

/**
 * Reads the first frame of a GIF (87a and 89a), in its place on the screen that the file describes.
 * The rest of the screen has the transparent colour or, without one, the first colour, as in
 * Pillow.
 */
public final class Gif implements EncodedImage {
  private static final int SIGNATURE = 6;
  private static final int FRAME = ',';
  private static final int EXTENSION = '!';
  private static final int END = ';';
  private static final int CONTROL = 0xF9;

  /** No code of 12 bits stands for more pixels. */
  private static final int MOST_PACKED = 1 << GifCodes.LONGEST;

  /** The first row and the step of each pass of an interlaced frame. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private final byte[] file;
  private final ByteReader in;
  private Palette palette = new Palette();
  private int background;
  private final int screenWidth;
  private final int screenHeight;
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final boolean interlaced;
  private final int indexBits;

  private Gif(byte[] file) {
    this.file = file;
    in = new ByteReader(file, SIGNATURE, file.length);
    int statedWidth = in.u16();
    int statedHeight = in.u16();
    readPalette(in.u8(), 2);
    goToFrame();
    left = in.u16();
    top = in.u16();
    width = in.u16();
    height = in.u16();
    screenWidth = Math.max(statedWidth, left + width);
    screenHeight = Math.max(statedHeight, top + height);
    int flags = in.u8();
    interlaced = (flags & 0x40) != 0;
    readPalette(flags, 0);
    indexBits = in.u8();
    if (width == 0 || height == 0) {
      throw new ImageException("its frame has no pixels");
    }
    in.requirePacked(width, height, MOST_PACKED);
  }

  /** Reads everything before the pixels of the first frame. */
  public static EncodedImage open(byte[] file) {
    return new Gif(file);
  }

  @Override
  public int width() {
    return screenWidth;
  }

  @Override
  public int height() {
    return screenHeight;
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }

  @Override
  public long workingBytes() {
    return interlaced ? (long) width * height : 0;
  }

  private void goToFrame() {
    while (true) {
      switch (in.u8()) {
        case FRAME -> {
          return;
        }
        case EXTENSION -> readExtension();
        case END -> throw new ImageException("the GIF has no frame");
        default -> {} // Stray bytes between blocks: Pillow steps over them, and so do others.
      }
    }
  }

  /** The palette that may follow the flags, after {@code skipped} other bytes. */
  private void readPalette(int flags, int between) {
    in.skip(between);
    if ((flags & 0x80) != 0) {
      palette = new Palette();
      palette.read(in, 2 << (flags & 7));
    }
  }

  private void readExtension() {
    boolean control = in.u8() == CONTROL;
    for (int size = in.u8(); size > 0; size = in.u8()) {
      ByteReader block = in.part(size);
      if (control && size >= 4 && (block.u8() & 1) != 0) {
        block.skip(2);
        background = block.u8();
      }
    }
  }

  @Override
  public void decode(Rows to) {
    GifCodes codes = new GifCodes(new ByteReader(file, in.position(), file.length), indexBits);
    byte[] indices = new byte[interlaced ? width * height : width];
    if (interlaced) {
      for (int[] pass : PASSES) {
        for (int y = pass[0]; y < height; y += pass[1]) {
          read(codes, indices, y * width);
        }
      }
    }
    byte[] empty = new byte[3 * screenWidth];
    for (int x = 0; x < screenWidth; x++) {
      palette.paint(background, empty, 3 * x);
    }
    byte[] row = empty.clone();
    for (int y = 0; y < screenHeight; y++) {
      int own = y - top;
      if (own < 0 || own >= height) {
        to.row(y, empty, 0);
        continue;
      }
      if (!interlaced) {
        read(codes, indices, 0);
      }
      for (int x = 0; x < width; x++) {
        palette.paint(indices[interlaced ? own * width + x : x], row, 3 * (left + x));
      }
      to.row(y, row, 0);
    }
  }

  private void read(GifCodes codes, byte[] indices, int from) {
    for (int x = 0; x < width; x++) {
      indices[from + x] = codes.next();
    }
  }
}
