package org.resnet4j.image.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image format that is not read and is named in the error.
 *
 * @param title its name
 * @param signatures how its files may begin; a question mark stands for any byte
 */
record UnreadKind(String title, List<String> signatures) {
  private static final List<UnreadKind> ALL =
      List.of(
          kind("JPEG XL", "\u00FF\n", "\0\0\0\fJXL \r\n\u0087\n"),
          kind("JPEG 2000", "\0\0\0\fjP  \r\n\u0087\n", "\u00FFO\u00FFQ"),
          kind("AVIF", "????ftypavif", "????ftypavis"),
          kind("HEIC", "????ftyphei", "????ftyphev", "????ftypmif1", "????ftypmsf1"),
          kind("TIFF", "II*\0", "MM\0*", "II+\0", "MM\0+"),
          kind("a Photoshop document", "8BPS"),
          kind("an icon (ICO)", "\0\0\1\0"),
          kind("PBM, PGM or PPM", "P1", "P2", "P3", "P4", "P5", "P6", "P7"),
          kind("OpenEXR", "v/1\1"),
          kind("Radiance HDR", "#?RADIANCE"),
          kind("QOI", "qoif"),
          kind("DDS", "DDS "),
          kind("PDF", "%PDF"),
          kind("PostScript", "%!PS"),
          kind("SVG or other XML", "<svg", "<?xml"),
          kind("HTML", "<!DOCTYPE", "<html"));

  private static UnreadKind kind(String title, String... signatures) {
    return new UnreadKind(title, List.of(signatures));
  }

  /** The format of a file that no reader accepts; null if unknown. */
  static @Nullable String title(byte[] file) {
    String head = new String(file, 0, Math.min(file.length, 32), ISO_8859_1);
    return ALL.stream()
        .filter(kind -> kind.signatures.stream().anyMatch(each -> startsWith(head, each)))
        .map(UnreadKind::title)
        .findFirst()
        .orElse(null);
  }

  private static boolean startsWith(String head, String signature) {
    if (head.length() < signature.length()) {
      return false;
    }
    for (int i = 0; i < signature.length(); i++) {
      char expected = signature.charAt(i);
      if (expected != '?' && expected != head.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
