package org.resnet4j.data.folder;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.resnet4j.data.pictures.PictureEndings;

/** Classifies files by their names. */
final class PictureFiles {
  /** Metadata folders of other programs: macOS's archives and Synology's thumbnails. */
  private static final Set<String> LEFT_BY_OTHERS = Set.of("__MACOSX", "@eaDir");

  private PictureFiles() {}

  /** Whether a file has the extension of a supported format, in either case. */
  static boolean isPicture(Path path) {
    return PictureEndings.READ.contains(ending(path));
  }

  /** Whether a file has the extension of an unsupported image format. */
  static boolean isNotSupported(Path path) {
    return PictureEndings.NOT_SUPPORTED.contains(ending(path));
  }

  /** The extension of a name in lower case; empty if there is none. */
  static String ending(Path path) {
    String name = nameOf(path);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether a file or folder is hidden. */
  static boolean isHidden(Path path) {
    String name = nameOf(path);
    return name.startsWith(".") || LEFT_BY_OTHERS.contains(name);
  }

  /** Whether Java finds an entry of a folder again by its name as text, in this locale. */
  static boolean isSpellable(Path folder, Path entry) {
    try {
      return folder.resolve(String.valueOf(entry.getFileName())).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * The name of a file or folder, even where Java's form of it has lost characters: in the locale C
   * or POSIX it decodes names as ASCII, though the path keeps the right bytes.
   */
  static String nameOf(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString();
    return name.indexOf('\uFFFD') < 0 ? name : decoded(path);
  }

  /** From the bytes, which a URI preserves; names that are not UTF-8 are read as Latin-1. */
  private static String decoded(Path path) {
    String raw = path.toUri().getRawPath();
    String trimmed = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    String last = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    ByteBuffer bytes = ByteBuffer.allocate(last.length());
    for (int i = 0; i < last.length(); i++) {
      boolean escaped = last.charAt(i) == '%';
      bytes.put((byte) (escaped ? Integer.parseInt(last, i + 1, i + 3, 16) : last.charAt(i)));
      i += escaped ? 2 : 0;
    }
    bytes.flip();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
  }
}
