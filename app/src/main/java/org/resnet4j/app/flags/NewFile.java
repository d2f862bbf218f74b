package org.resnet4j.app.flags;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flag {@code --force}, and the check that output files do not overwrite others without it. */
public final class NewFile {
  @Option(names = "--force", description = "Overwrite existing files.")
  private boolean force;

  /**
   * Checks, before any work is done, that a file may be written.
   *
   * @param flag the flag that gave the file
   * @throws IllegalArgumentException if it is a folder
   * @throws FileAlreadyExistsException if it exists and {@code --force} is not given
   */
  public void requireFree(Path file, String flag) throws FileSystemException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(flag + ": expected a file, got the folder " + file);
    }
    if (!force && Files.exists(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "already exists: choose another " + flag + " or add --force");
    }
  }
}
