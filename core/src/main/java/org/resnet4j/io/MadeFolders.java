package org.resnet4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Folders created for a file that is about to be written; removed again if it is not. */
public final class MadeFolders implements AutoCloseable {
  private final Path innermost;
  private final @Nullable Path present;

  private MadeFolders(Path innermost, @Nullable Path present) {
    this.innermost = innermost;
    this.present = present;
  }

  /**
   * Creates a folder and its missing parents.
   *
   * @throws IOException if one cannot be created; those already created are removed
   */
  public static MadeFolders upTo(Path folder) throws IOException {
    Path present = folder.toAbsolutePath();
    while (present != null && !Files.exists(present)) {
      present = present.getParent();
    }
    MadeFolders made = new MadeFolders(folder.toAbsolutePath(), present);
    try {
      Files.createDirectories(folder.toAbsolutePath());
    } catch (IOException e) {
      made.close();
      throw e;
    }
    return made;
  }

  /** Removes the created folders that are empty, from the innermost outwards. */
  @Override
  public void close() {
    try {
      for (Path each = innermost; each != null && !each.equals(present); each = each.getParent()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      // Not empty: the file was written.
    }
  }
}
