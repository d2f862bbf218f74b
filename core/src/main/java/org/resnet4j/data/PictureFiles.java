package org.resnet4j.data;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
   * The pictures in a folder and in all folders below, sorted by path; hidden ones, also in hidden
   * folders, are left out, and links inside are not followed.
   *
   * @throws IOException if a folder cannot be read
   */
  public static List<Path> under(Path folder) throws IOException {
    Path start = folder.toRealPath(); // It may be a link itself.
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return !path.equals(start) && isHidden(path)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (isPicture(path) && !isHidden(path)) {
              found.add(folder.resolve(start.relativize(path)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }
}
