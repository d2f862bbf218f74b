package org.resnet4j.data.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.pictures.LeftOut;

/**
 * The entries of one folder, links followed, sorted by name.
 *
 * @param pictures files with names of pictures
 * @param leftOut everything else
 */
record FolderEntries(List<Path> folders, List<Path> pictures, LeftOut leftOut) {

  /**
   * Lists a folder.
   *
   * @throws IOException if it cannot be listed
   */
  static FolderEntries of(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    List<Path> pictures = new ArrayList<>();
    LeftOut leftOut = LeftOut.NONE;
    for (Path entry : sorted(folder)) {
      @Nullable BasicFileAttributes kind = PictureFiles.isHidden(entry) ? null : kind(entry);
      if (PictureFiles.isHidden(entry)) {
        leftOut = leftOut.plus(1, LeftOut.HIDDEN);
      } else if (kind == null) {
        leftOut = leftOut.plus(1, LeftOut.BROKEN_LINK);
      } else if (kind.isDirectory()) {
        folders.add(entry);
      } else if (PictureFiles.isPicture(entry) && kind.isRegularFile()) {
        pictures.add(entry);
      } else if (PictureFiles.isNotSupported(entry)) {
        leftOut = leftOut.plus(1, "." + PictureFiles.ending(entry) + " (not supported)");
      } else {
        leftOut = leftOut.plus(1, LeftOut.OTHER);
      }
    }
    return new FolderEntries(folders, pictures, leftOut);
  }

  /** What an entry is, links followed; null if its link leads nowhere. */
  private static @Nullable BasicFileAttributes kind(Path entry) {
    try {
      return Files.readAttributes(entry, BasicFileAttributes.class);
    } catch (IOException e) {
      return null;
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
