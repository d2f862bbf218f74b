package org.resnet4j.io;

import java.nio.file.Files;
import java.nio.file.Path;

/** Paths that must name an ordinary file. */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Checks that there is a file to read: to open a pipe would wait for a writer for ever.
   *
   * @param kind what it should be, for the message
   * @throws FormatException if it is not there, a folder, a pipe or a device
   */
  public static void require(Path file, String kind) throws FormatException {
    if (Files.isDirectory(file)) {
      throw new FormatException(file + " is a folder, not " + kind);
    }
    if (!Files.exists(file)) {
      throw new FormatException(
          Files.isSymbolicLink(file)
              ? file + " is a link that leads to no file"
              : "there is no file " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new FormatException(file + " is a pipe or a device, not " + kind);
    }
  }
}
