package org.resnet4j.app.flags;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Files that a command writes where its user says: what is there stays, unless asked otherwise. */
public final class NewFile {
  @Option(names = "--force", description = "Overwrite what is there already.")
  private boolean force;

  /**
   * Checks, before any work is done, that a file may be written.
   *
   * @param flag that names it
   * @throws IllegalArgumentException if it is a folder
   * @throws FileAlreadyExistsException if it is there and may not be overwritten
   */
  public void requireFree(Path file, String flag) throws FileSystemException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(flag + ": expected a file, got the folder " + file);
    }
    if (!force && Files.exists(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "it exists already: choose another " + flag + " or add --force");
    }
  }
}
