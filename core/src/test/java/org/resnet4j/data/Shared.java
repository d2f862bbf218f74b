package org.resnet4j.data;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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

  /** Unpacks a file that is packed with xz, if the command xz is there. */
  public static Path unpacked(Path packed, Path folder) throws Exception {
    Path to = folder.resolve(packed.getFileName().toString().replaceFirst("\\.xz$", ""));
    try {
      Process xz =
          new ProcessBuilder("xz", "-dc", packed.toString()).redirectOutput(to.toFile()).start();
      assumeTrue(xz.waitFor() == 0, "xz cannot unpack " + packed);
    } catch (IOException e) {
      abort("the command xz is not there");
    }
    return to;
  }
}
