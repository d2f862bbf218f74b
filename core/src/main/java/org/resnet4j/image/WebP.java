package org.resnet4j.image;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.resnet4j.image.webp.LosslessDecoder;
import org.resnet4j.image.webp.LossyDecoder;

/**
 * Reads the first picture of a WebP file, lossy (RFC 6386) or lossless. The container (RFC 9649) is
 * read here. Transparency is dropped.
 */
final class WebP {
  /** What decoding takes at most: pixels of 32 bits and the picture. */
  private static final int BYTES_A_PIXEL = 7;

  private static final int LOSSLESS_SIGNATURE = 0x2F;
  private static final int START_CODE = 0x2A019D;

  /** The low 14 bits, which hold a side. */
  private static final int SIDE = (1 << 14) - 1;

  /** A part of the file that holds pixels. */
  private record Frame(String name, Bytes content, int left, int top) {}

  private record Part(String name, Bytes content) {}

  private final byte[] file;
  private int width;
  private int height;
  private int orientation = Orientation.UPRIGHT;
  private @Nullable Frame frame;

  private WebP(byte[] file, Limits limits) throws ImageException {
    this.file = file;
    Bytes in = new Bytes(file, 0, file.length);
    in.skip(4);
    Bytes parts = in.part(in.i32() & 0xFFFFFFFFL);
    parts.skip(4);
    while (parts.remaining() > 0) {
      Part part = next(parts);
      Bytes content = part.content;
      switch (part.name) {
        case "VP8X" -> {
          content.skip(4);
          width = content.u24() + 1;
          height = content.u24() + 1;
          limits.check(width, height);
        }
        case "ANMF" -> readAnimated(content);
        case "EXIF" -> orientation = exif(content);
        default -> readPixels(part, 0, 0);
      }
    }
  }

  private static Part next(Bytes in) throws ImageException {
    String name = in.name();
    long bytes = in.i32() & 0xFFFFFFFFL;
    Part part = new Part(name, in.part(bytes));
    in.skip(Math.min(bytes % 2, in.remaining()));
    return part;
  }

  private void readAnimated(Bytes in) throws ImageException {
    int left = 2 * in.u24();
    int top = 2 * in.u24();
    in.skip(10);
    while (in.remaining() > 0) {
      readPixels(next(in), left, top);
    }
  }

  /** Only the first ones are kept. */
  private void readPixels(Part part, int left, int top) {
    if (frame == null && (part.name.equals("VP8 ") || part.name.equals("VP8L"))) {
      frame = new Frame(part.name, part.content, left, top);
    }
  }

  /** The block of TIFF data may have the name of Exif before it. */
  private int exif(Bytes content) throws ImageException {
    int from = content.position();
    int to = from + content.remaining();
    boolean named = content.remaining() >= 6 && content.name().equals("Exif");
    return Orientation.of(file, named ? from + 6 : from, to);
  }

  /** The first picture as RGB, upright, in its place on the canvas. */
  static Image read(byte[] file, Limits limits) throws ImageException {
    Limits own = limits.of(file.length, BYTES_A_PIXEL);
    WebP webp = new WebP(file, own);
    if (webp.frame == null) {
      throw new ImageException("the WebP file has no picture");
    }
    return Orientation.upright(webp.pixels(webp.frame, own), webp.orientation);
  }

  private Image pixels(Frame of, Limits limits) throws ImageException {
    Bytes content = of.content;
    int from = content.position();
    int length = content.remaining();
    int[] size = of.name.equals("VP8L") ? losslessSize(content) : lossySize(content);
    limits.check(size[0], size[1]);
    if (width == 0) {
      width = size[0];
      height = size[1];
    }
    if (of.left + size[0] > width || of.top + size[1] > height) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "a frame of %d x %d pixels is not inside the canvas of %d x %d",
              size[0],
              size[1],
              width,
              height));
    }
    Image picture =
        of.name.equals("VP8L")
            ? LosslessDecoder.decode(file, from, from + length)
            : LossyDecoder.decode(file, from, from + length);
    if (width == size[0] && height == size[1]) {
      return picture;
    }
    Image canvas = new Image(3, height, width);
    for (int y = 0; y < size[1]; y++) {
      int to = ((of.top + y) * width + of.left) * 3;
      System.arraycopy(picture.pixels(), 3 * y * size[0], canvas.pixels(), to, 3 * size[0]);
    }
    return canvas;
  }

  /** RFC 9649, section 3.4. */
  private static int[] losslessSize(Bytes content) throws ImageException {
    if (content.u8() != LOSSLESS_SIGNATURE) {
      throw new ImageException("its lossless pixels do not begin with their signature");
    }
    int bits = content.i32();
    return new int[] {(bits & SIDE) + 1, (bits >>> 14 & SIDE) + 1};
  }

  /** RFC 6386, section 9.1. */
  private static int[] lossySize(Bytes content) throws ImageException {
    content.skip(3);
    if (content.u24() != START_CODE) {
      throw new ImageException("its lossy pixels do not begin with a key frame");
    }
    return new int[] {content.u16() & SIDE, content.u16() & SIDE};
  }
}
