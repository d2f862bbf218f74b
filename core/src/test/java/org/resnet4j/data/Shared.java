package org.resnet4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Real data beside the repository, which tests use where it is present. */
public final class Shared {
  private Shared() {}

  /** {@code RESNET4J_SHARED}, or {@code shared/data} in or beside a folder above this one. */
  public static Optional<Path> folder(String name) {
    String variable = System.getenv("RESNET4J_SHARED");
    Path named = variable == null ? null : Path.of(variable).resolve(name);
    if (named != null && Files.isDirectory(named)) {
      return Optional.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve("shared/data").resolve(name);
      if (Files.isDirectory(data)) {
        return Optional.of(data);
      }
    }
    return Optional.empty();
  }
}
