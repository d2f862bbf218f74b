package org.resnet4j.image.webp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.resnet4j.image.ByteReader;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Orientation;
import org.resnet4j.image.Rows;
import org.resnet4j.image.webp.lossless.LosslessDecoder;
import org.resnet4j.image.webp.lossy.LossyDecoder;

/**
 * Reads the first picture of a WebP file, lossy (RFC 6386) or lossless. The container (RFC 9649) is
 * read here. Transparency is dropped.
 */
public final class WebP implements EncodedImage {
  private static final int LOSSLESS_SIGNATURE = 0x2F;
  private static final int START_CODE = 0x2A019D;

  /** The low 14 bits, which hold a side. */
  private static final int SIDE = (1 << 14) - 1;

  /** A chunk with pixels, and their offset on the canvas. */
  private record Frame(
      boolean lossless, int from, int to, int left, int top, int width, int height) {}

  private record Part(String name, ByteReader content) {}

  private final byte[] file;
  private int width;
  private int height;
  private Orientation orientation = Orientation.UPRIGHT;
  private @Nullable Frame first;
  private final Frame frame;

  private WebP(byte[] file) {
    this.file = file;
    ByteReader in = new ByteReader(file, 0, file.length);
    in.skip(4);
    ByteReader parts = in.part(in.i32() & 0xFFFFFFFFL);
    parts.skip(4);
    while (parts.remaining() > 0) {
      Part part = next(parts);
      ByteReader content = part.content;
      switch (part.name) {
        case "VP8X" -> {
          content.skip(4);
          width = content.u24() + 1;
          height = content.u24() + 1;
        }
        case "ANMF" -> readAnimated(content);
        case "EXIF" -> readExif(content);
        default -> readFrame(part, 0, 0);
      }
    }
    if (first == null) {
      throw new ImageException("the WebP file has no picture");
    }
    frame = first;
    if (width == 0) {
      width = frame.width;
      height = frame.height;
    }
    if (frame.left + frame.width > width || frame.top + frame.height > height) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "a frame of %d x %d pixels is not inside the canvas of %d x %d",
              frame.width,
              frame.height,
              width,
              height));
    }
  }

  private static Part next(ByteReader in) {
    String name = in.name();
    long bytes = in.i32() & 0xFFFFFFFFL;
    Part part = new Part(name, in.part(bytes));
    in.skip(Math.min(bytes % 2, in.remaining()));
    return part;
  }

  private void readAnimated(ByteReader in) {
    int left = 2 * in.u24();
    int top = 2 * in.u24();
    in.skip(10);
    while (in.remaining() > 0) {
      readFrame(next(in), left, top);
    }
  }

  /** Only the first one is kept. */
  private void readFrame(Part part, int left, int top) {
    boolean lossless = part.name.equals("VP8L");
    if (first == null && (lossless || part.name.equals("VP8 "))) {
      int from = part.content.position();
      int to = from + part.content.remaining();
      int[] size = lossless ? losslessSize(part.content) : lossySize(part.content);
      if (size[0] == 0 || size[1] == 0) {
        throw new ImageException("its frame has no pixels");
      }
      first = new Frame(lossless, from, to, left, top, size[0], size[1]);
    }
  }

  /** The TIFF data may be preceded by the Exif identifier. */
  private void readExif(ByteReader content) {
    int from = content.position();
    int to = from + content.remaining();
    boolean named = content.remaining() >= 6 && content.name().equals("Exif");
    Orientation stated = Orientation.ofTiff(file, named ? from + 6 : from, to);
    orientation = stated == null ? Orientation.UPRIGHT : stated;
  }

  /** Reads all but the pixels. */
  public static EncodedImage open(byte[] file) {
    return new WebP(file);
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
    return orientation;
  }

  @Override
  public long workingBytes() {
    return 0;
  }

  @Override
  public void decode(Rows to) {
    if (width == frame.width && height == frame.height) {
      decodeFrame(to);
      return;
    }
    byte[] black = new byte[3 * width];
    byte[] row = new byte[3 * width];
    for (int y = 0; y < frame.top; y++) {
      to.row(y, black, 0);
    }
    decodeFrame(
        (y, pixels, from) -> {
          System.arraycopy(pixels, from, row, 3 * frame.left, 3 * frame.width);
          to.row(frame.top + y, row, 0);
        });
    for (int y = frame.top + frame.height; y < height; y++) {
      to.row(y, black, 0);
    }
  }

  private void decodeFrame(Rows to) {
    if (frame.lossless) {
      LosslessDecoder.decode(file, frame.from, frame.to, to);
    } else {
      LossyDecoder.decode(file, frame.from, frame.to, to);
    }
  }

  /** RFC 9649, section 3.4. */
  private static int[] losslessSize(ByteReader content) {
    if (content.u8() != LOSSLESS_SIGNATURE) {
      throw new ImageException("its lossless pixels do not begin with their signature");
    }
    int bits = content.i32();
    return new int[] {(bits & SIDE) + 1, (bits >>> 14 & SIDE) + 1};
  }

  /** RFC 6386, section 9.1. */
  private static int[] lossySize(ByteReader content) {
    content.skip(3);
    if (content.u24() != START_CODE) {
      throw new ImageException("its lossy pixels do not begin with a key frame");
    }
    return new int[] {content.u16() & SIDE, content.u16() & SIDE};
  }
}
