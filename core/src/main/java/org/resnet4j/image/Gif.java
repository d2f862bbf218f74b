package org.resnet4j.image;

import java.util.Locale;

/**
 * Reads the first frame of a GIF (87a and 89a), in its place on the screen that the file describes.
 * The rest of the screen has the transparent colour or, without one, the first colour, as in
 * Pillow.
 */
final class Gif {
  /** What decoding takes: indices and the picture. */
  private static final int BYTES_A_PIXEL = 4;

  private static final int SIGNATURE = 6;
  private static final int FRAME = ',';
  private static final int EXTENSION = '!';
  private static final int END = ';';
  private static final int CONTROL = 0xF9;

  /** No code of 12 bits stands for more pixels. */
  private static final int MOST_PACKED = 1 << GifCodes.LONGEST;

  /** Where the passes of an interlaced frame begin, and how many rows they step. */
  private static final int[][] INTERLACED = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private static final int[][] IN_ORDER = {{0, 1}};

  private final Bytes in;
  private Palette palette = new Palette();
  private int background;

  private Gif(byte[] file) {
    in = new Bytes(file, SIGNATURE, file.length);
  }

  /** The first frame as RGB. */
  static Image read(byte[] file, Limits limits) throws ImageException {
    Limits own = limits.of(file.length, BYTES_A_PIXEL);
    return new Gif(file).firstFrame(own);
  }

  private Image firstFrame(Limits limits) throws ImageException {
    int width = in.u16();
    int height = in.u16();
    readPalette(in.u8(), 2);
    while (true) {
      switch (in.u8()) {
        case FRAME -> {
          return frame(width, height, limits);
        }
        case EXTENSION -> readExtension();
        case END -> throw new ImageException("the GIF has no frame");
        default -> {} // Stray bytes between blocks: Pillow steps over them, and so do others.
      }
    }
  }

  /** The palette that may follow some flags, after so many other bytes. */
  private void readPalette(int flags, int between) throws ImageException {
    in.skip(between);
    if ((flags & 0x80) != 0) {
      palette = new Palette();
      palette.read(in, 2 << (flags & 7));
    }
  }

  private void readExtension() throws ImageException {
    boolean control = in.u8() == CONTROL;
    for (int size = in.u8(); size > 0; size = in.u8()) {
      Bytes block = in.part(size);
      if (control && size >= 4 && (block.u8() & 1) != 0) {
        block.skip(2);
        background = block.u8();
      }
    }
  }

  private Image frame(int screenWidth, int screenHeight, Limits limits) throws ImageException {
    int left = in.u16();
    int top = in.u16();
    int width = in.u16();
    int height = in.u16();
    limits.check(width, height);
    int screen = Math.max(screenWidth, left + width);
    limits.check(screen, Math.max(screenHeight, top + height));
    int flags = in.u8();
    readPalette(flags, 0);
    GifCodes codes = new GifCodes(in, in.u8());
    if ((long) width * height > (long) in.remaining() * MOST_PACKED) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "%d x %d pixels cannot be packed in %,d bytes",
              width,
              height,
              in.remaining()));
    }
    byte[] indices = new byte[width * height];
    for (int[] pass : (flags & 0x40) != 0 ? INTERLACED : IN_ORDER) {
      for (int y = pass[0]; y < height; y += pass[1]) {
        for (int x = 0; x < width; x++) {
          indices[y * width + x] = codes.next();
        }
      }
    }
    Image image = new Image(3, Math.max(screenHeight, top + height), screen);
    if (image.height() > height || screen > width) {
      fill(image);
    }
    for (int i = 0; i < indices.length; i++) {
      int at = (top + i / width) * screen + left + i % width;
      palette.paint(indices[i], image.pixels(), 3 * at);
    }
    return image;
  }

  private void fill(Image image) {
    byte[] pixels = image.pixels();
    palette.paint(background, pixels, 0);
    for (int done = 3; done < pixels.length; done *= 2) {
      System.arraycopy(pixels, 0, pixels, done, Math.min(done, pixels.length - done));
    }
  }
}
