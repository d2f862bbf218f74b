package org.resnet4j.image.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.image.Orientation;
import org.resnet4j.image.Rows;
import org.resnet4j.image.Target;
import org.resnet4j.image.bmp.Bmp;
import org.resnet4j.image.gif.Gif;
import org.resnet4j.image.jpeg.JpegDecoder;
import org.resnet4j.image.png.Png;
import org.resnet4j.image.webp.WebP;

/**
 * Decodes image files to RGB, like Pillow's {@code exif_transpose(open(f)).convert("RGB")}. Files
 * are untrusted: the first bytes select the reader, dimensions are checked before pixels are
 * decoded, no native parser is involved, and any fault becomes an {@link ImageException}.
 *
 * <p>Framing during decoding takes memory for the result rather than for all pixels, except for
 * formats that cannot be decoded row by row: an interlaced PNG or GIF, a progressive JPEG, a lossy
 * WebP, a BMP of run lengths.
 */
public final class Decoder {
  /** Enough to know every kind by. */
  private static final int HEAD = 32;

  private static final List<Kind> KINDS =
      List.of(
          new Kind("JPEG", "\u00FF\u00D8\u00FF", 0, JpegDecoder::open),
          new Kind("PNG", "\u0089PNG\r\n\u001A\n", 0, Png::open),
          new Kind("GIF", "GIF87a", 0, Gif::open),
          new Kind("GIF", "GIF89a", 0, Gif::open),
          new Kind("BMP", "BM", 0, Bmp::open),
          new Kind("WebP", "WEBP", 8, WebP::open));

  /** A format's name, signature and reader. */
  private record Kind(String title, String signature, int at, Reader reader) {
    boolean is(byte[] file) {
      int length = signature.length();
      return file.length >= at + length
          && new String(file, at, length, ISO_8859_1).equals(signature);
    }
  }

  /** Reads the header, without memory for pixels. */
  @FunctionalInterface
  private interface Reader {
    EncodedImage open(byte[] file);
  }

  /** Produces a result from an image. */
  @FunctionalInterface
  private interface Use<T> {
    T of(EncodedImage picture);
  }

  private Decoder() {}

  /**
   * Decodes the first image of a file to 8-bit RGB, upright; transparency is dropped.
   *
   * @throws ImageException if it is not an image, damaged, or over a limit
   * @throws IOException if the file cannot be read
   */
  public static Image decode(Path file, Limits limits) throws IOException {
    return decode(bytes(file, limits), limits);
  }

  /** As above, from a stream, which is read up to its end or the limit and not closed. */
  public static Image decode(InputStream in, Limits limits) throws IOException {
    return decode(bytes(in, 0, limits), limits);
  }

  /** As above, from the bytes of a file. */
  public static Image decode(byte[] bytes, Limits limits) {
    return decode(bytes, Framing.WHOLE, limits);
  }

  /**
   * As {@code frame.apply(decode(file, limits))}, but never holds all pixels of an image that can
   * be decoded row by row.
   *
   * @throws ImageException if it is not an image, damaged, over a limit, or too elongated
   * @throws IOException if the file cannot be read
   */
  public static Image decode(Path file, Framing frame, Limits limits) throws IOException {
    return decode(bytes(file, limits), frame, limits);
  }

  /** As above, from a stream, which is read up to its end or the limit and not closed. */
  public static Image decode(InputStream in, Framing frame, Limits limits) throws IOException {
    return decode(bytes(in, 0, limits), frame, limits);
  }

  /** As above, from the bytes of a file. */
  public static Image decode(byte[] bytes, Framing frame, Limits limits) {
    return with(
        bytes,
        picture -> decode(picture, picture.orientation(), frame, bytes.length, limits),
        limits);
  }

  /**
   * Reads the header of an image without decoding pixels.
   *
   * @throws ImageException if it is not an image, damaged before the first pixel, or over a limit
   * @throws IOException if the file cannot be read
   */
  public static EncodedImage open(Path file, Limits limits) throws IOException {
    return open(bytes(file, limits), limits);
  }

  /** As above, from the bytes of a file. */
  public static EncodedImage open(byte[] bytes, Limits limits) {
    return with(
        bytes,
        picture -> {
          limits.check(picture, bytes.length);
          return picture;
        },
        limits);
  }

  /**
   * Delivers the pixels of a file row by row, as stored: {@link EncodedImage#decode}.
   *
   * @param taker receives the header
   * @return the header
   * @throws ImageException if it is not an image, damaged, or over a limit
   */
  public static EncodedImage scan(byte[] bytes, Function<EncodedImage, Rows> taker, Limits limits) {
    return with(
        bytes,
        picture -> {
          limits.check(picture, bytes.length);
          picture.decode(taker.apply(picture));
          return picture;
        },
        limits);
  }

  /**
   * A picture as it is stored, not turned upright.
   *
   * @param fileSize the bytes of its file
   * @throws ImageException if it is broken or over a limit
   */
  public static Image stored(EncodedImage picture, long fileSize, Limits limits) {
    return decode(picture, Orientation.UPRIGHT, Framing.WHOLE, fileSize, limits);
  }

  private static <T> T with(byte[] bytes, Use<T> use, Limits limits) {
    requireSize(bytes.length, limits);
    Reader reader = reader(bytes);
    try {
      return use.of(reader.open(bytes));
    } catch (ImageException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new ImageException("there is not enough memory to decode it", e);
    } catch (RuntimeException e) {
      throw new ImageException("it cannot be decoded: " + e, e);
    }
  }

  private static Image decode(
      EncodedImage picture,
      Orientation orientation,
      Framing framing,
      long fileSize,
      Limits limits) {
    limits.check(picture, fileSize);
    int height = picture.height();
    int width = picture.width();
    Target target =
        orientation.isTransposed()
            ? framing.target(3, width, height, true)
            : framing.target(3, height, width, false);
    long bytes = picture.workingBytes() + target.bytes();
    if (bytes > Runtime.getRuntime().maxMemory() || target.bytes() > Integer.MAX_VALUE - 8) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "it needs more memory than there is, about %,d MB", bytes / 1_000_000));
    }
    if (bytes > limits.memory(fileSize)) {
      // Few bytes for many pixels, as in blank pages: memory is only taken if the file is complete.
      picture.decode(Rows.NOWHERE);
    }
    picture.decode(orientation.flipped(height, width, target));
    return target.image();
  }

  /**
   * The content of a file that may be an image: its kind is checked before the rest is read.
   *
   * @throws ImageException if it is not an image in a known format, or over a limit
   * @throws IOException if the file cannot be read
   */
  public static byte[] bytes(Path file, Limits limits) throws IOException {
    if (Files.isDirectory(file)) {
      throw new ImageException("it is a folder, not a picture");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ImageException("it is a pipe or a device, not a file"); // It might never end.
    }
    try (InputStream in = Files.newInputStream(file)) {
      return bytes(in, Files.size(file), limits);
    }
  }

  /**
   * The content of a stream, of which only the first bytes are read if it is not an image.
   *
   * @param stated its stated size in bytes; 0 if unknown
   */
  private static byte[] bytes(InputStream in, long stated, Limits limits) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    reader(head);
    requireSize(stated, limits);
    try {
      byte[] bytes = Arrays.copyOf(head, Math.max(head.length, (int) stated));
      int read = head.length + in.readNBytes(bytes, head.length, bytes.length - head.length);
      long allowed = Math.min(limits.fileBytes(), Integer.MAX_VALUE - 9);
      byte[] more = in.readNBytes((int) Math.max(allowed - read + 1, 0));
      if (read < bytes.length || more.length > 0) {
        bytes = Arrays.copyOf(bytes, Math.addExact(read, more.length));
        System.arraycopy(more, 0, bytes, read, more.length);
      }
      return bytes;
    } catch (OutOfMemoryError e) {
      throw new ImageException("there is not enough memory to read it", e);
    }
  }

  private static void requireSize(long bytes, Limits limits) {
    if (bytes > limits.fileBytes()) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "expected a file of at most %,d bytes, got more", limits.fileBytes()));
    }
  }

  private static Reader reader(byte[] file) {
    for (Kind kind : KINDS) {
      if (kind.is(file)) {
        return kind.reader();
      }
    }
    String readable = KINDS.stream().map(Kind::title).distinct().collect(Collectors.joining(", "));
    String title = UnreadKind.title(file);
    throw new ImageException(
        title == null
            ? "it is not an image in a known format (" + readable + ")"
            : "it is " + title + ", which is not read: convert it to one of " + readable);
  }
}
