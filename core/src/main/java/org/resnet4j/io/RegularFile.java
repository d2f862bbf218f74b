package org.resnet4j.io;

import java.nio.file.Files;
import java.nio.file.Path;

/** Paths that must name an ordinary file. */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Checks that a path is a regular file: opening a pipe would wait indefinitely for a writer.
   *
   * @param kind what the file should be, for the message
   * @throws FormatException if it does not exist, or is a folder, pipe or device
   */
  public static void require(Path file, String kind) {
    if (Files.isDirectory(file)) {
      throw new FormatException(file + " is a folder, not " + kind);
    }
    if (!Files.exists(file)) {
      throw new FormatException(
          Files.isSymbolicLink(file) ? file + " is a broken link" : "there is no file " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new FormatException(file + " is a pipe or a device, not " + kind);
    }
  }
}
