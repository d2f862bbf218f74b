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
      throw new FormatException(file, "expected " + kind + ", got a folder");
    }
    if (!Files.exists(file)) {
      throw new FormatException(
          file, Files.isSymbolicLink(file) ? "it is a broken link" : "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new FormatException(file, "expected " + kind + ", got a pipe or a device");
    }
  }
}
