package org.resnet4j.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.resnet4j.image.jpeg.JpegDecoder;

/**
 * Turns files into RGB pixels, as Pillow's {@code exif_transpose(open(f)).convert("RGB")} does.
 * Files are not trusted: the first bytes say which reader is asked, dimensions are checked before
 * the pixels are decoded, no native parser is involved, and whatever is wrong becomes an {@link
 * ImageException}.
 */
public final class Decoder {
  private static final List<Kind> KINDS =
      List.of(
          new Kind("\u00FF\u00D8\u00FF", 0, Decoder::jpeg),
          new Kind("\u0089PNG\r\n\u001A\n", 0, Png::read),
          new Kind("GIF87a", 0, Gif::read),
          new Kind("GIF89a", 0, Gif::read),
          new Kind("WEBP", 8, WebP::read),
          new Kind("BM", 0, Bmp::read));

  /** How files of a kind are known, and who reads them. */
  private record Kind(String signature, int at, Reader reader) {
    boolean is(byte[] file) {
      int length = signature.length();
      return file.length >= at + length
          && new String(file, at, length, ISO_8859_1).equals(signature);
    }
  }

  @FunctionalInterface
  private interface Reader {
    Image read(byte[] file, Limits limits) throws ImageException;
  }

  private Decoder() {}

  private static Image jpeg(byte[] file, Limits limits) throws ImageException {
    return Orientation.upright(
        JpegDecoder.decode(file, limits), JpegDecoder.header(file).orientation());
  }

  /**
   * The first picture of a file as 8-bit RGB, upright; transparency is dropped.
   *
   * @throws ImageException if it is no picture, broken, or over a limit
   * @throws IOException if the file cannot be read
   */
  public static Image decode(Path file, Limits limits) throws IOException {
    if (Files.isDirectory(file)) {
      throw new ImageException("it is a folder, not a picture");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return decode(in, limits);
    }
  }

  /** As above, from a stream, which is read to its end or over the limit and not closed. */
  public static Image decode(InputStream in, Limits limits) throws IOException {
    int most = (int) Math.min(limits.fileBytes(), Integer.MAX_VALUE - 9);
    return decode(in.readNBytes(most + 1), limits);
  }

  /** As above, from the bytes of a file. */
  public static Image decode(byte[] bytes, Limits limits) throws ImageException {
    if (bytes.length > limits.fileBytes()) {
      throw new ImageException(
          "the file has more than the allowed " + limits.fileBytes() + " bytes");
    }
    Reader reader =
        KINDS.stream()
            .filter(kind -> kind.is(bytes))
            .findFirst()
            .orElseThrow(
                () ->
                    new ImageException(
                        "it is not a picture of a known kind (JPEG, PNG, GIF, BMP, WebP)"))
            .reader();
    try {
      return reader.read(bytes, limits);
    } catch (OutOfMemoryError e) {
      throw new ImageException("there is not enough memory to decode it", e);
    } catch (RuntimeException e) {
      throw new ImageException("it cannot be decoded: " + e, e);
    }
  }
}
