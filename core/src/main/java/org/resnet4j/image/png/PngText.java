package org.resnet4j.image.png;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.resnet4j.image.ByteReader;
import org.resnet4j.image.Orientation;

/**
 * The text that a chunk of a PNG holds under a keyword (PNG, section 11.3.4), for the two keywords
 * that programs hide an orientation behind.
 */
final class PngText {
  static final String XMP = "XML:com.adobe.xmp";
  static final String EXIF = "Raw profile type exif";

  /** Limit for text, compressed or not: Pillow's limit, too. */
  private static final int MOST = 1 << 20;

  private PngText() {}

  /** The keyword at the start of a text chunk; empty if there is none. */
  static String keyword(byte[] file, ByteReader content) {
    int from = content.position();
    int end = zero(file, from, from + Math.min(content.remaining(), 80));
    return end < 0 ? "" : new String(file, from, end - from, ISO_8859_1);
  }

  /**
   * The text, inflated up to a megabyte; empty if it is damaged, which is ignored.
   *
   * @param chunk tEXt, zTXt or iTXt
   */
  static byte[] text(byte[] file, String chunk, ByteReader content) {
    int end = content.position() + content.remaining();
    int at = zero(file, content.position(), end) + 1;
    boolean packed = chunk.equals("zTXt");
    if (packed) {
      at++; // The method, of which there is one.
    } else if (chunk.equals("iTXt")) {
      packed = at < end && file[at] != 0;
      int language = zero(file, Math.min(at + 2, end), end);
      int translated = language < 0 ? -1 : zero(file, language + 1, end);
      if (translated < 0) {
        return new byte[0];
      }
      at = translated + 1;
    }
    int length = Math.max(end - at, 0);
    return packed
        ? unpacked(file, at, length)
        : Arrays.copyOfRange(file, at, at + Math.min(length, MOST));
  }

  private static byte[] unpacked(byte[] file, int from, int length) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(file, from, length);
      byte[] text = new byte[MOST];
      return Arrays.copyOf(text, inflater.inflate(text));
    } catch (DataFormatException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }

  /** The Exif data of a raw profile: hexadecimal digits after three lines. */
  static @Nullable Orientation ofExif(byte[] text) {
    String[] lines = new String(text, ISO_8859_1).split("\n", 4);
    try {
      byte[] exif = HexFormat.of().parseHex(lines[lines.length - 1].replaceAll("\\s", ""));
      boolean named = new String(exif, ISO_8859_1).startsWith("Exif\0\0");
      return lines.length < 4 ? null : Orientation.ofTiff(exif, named ? 6 : 0, exif.length);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int zero(byte[] file, int from, int to) {
    for (int i = from; i < to; i++) {
      if (file[i] == 0) {
        return i;
      }
    }
    return -1;
  }
}
