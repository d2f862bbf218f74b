package org.resnet4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Folders that were made for a file to come; those that it did not come to are removed again. */
public final class MadeFolders implements AutoCloseable {
  private final Path innermost;
  private final @Nullable Path present;

  private MadeFolders(Path innermost, @Nullable Path present) {
    this.innermost = innermost;
    this.present = present;
  }

  /**
   * Makes a folder with its parents, as far as they are missing.
   *
   * @throws IOException if one cannot be made; those that were made before are removed
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

  /** Removes what is empty of it, from the innermost folder outwards. */
  @Override
  public void close() {
    try {
      for (Path each = innermost; each != null && !each.equals(present); each = each.getParent()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      // It is not empty: the file came.
    }
  }
}
