package org.resnet4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Which files are pictures, by their names. */
public final class PictureFiles {
  static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp");

  private PictureFiles() {}

  /** Whether a file is there and ends as pictures do. */
  static boolean isPicture(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(path);
  }

  /** Whether a file or folder is hidden. */
  static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  /**
   * The pictures in a folder and in all folders below, sorted by path; hidden ones are left out.
   *
   * @throws IOException if a folder cannot be read
   */
  public static List<Path> under(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(PictureFiles::isPicture).filter(path -> !isHidden(path)).sorted().toList();
    }
  }
}
