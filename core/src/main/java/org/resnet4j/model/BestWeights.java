package org.resnet4j.model;

import java.nio.file.Files;
import java.nio.file.Path;
import org.resnet4j.io.FormatException;

/** The best weights of a run; its folder is accepted wherever weights are expected. */
public final class BestWeights {
  /** The name of their file. */
  public static final String FILE = "best.safetensors";

  private BestWeights() {}

  /** The file itself, or the best weights in a folder. */
  static Path in(Path path) {
    if (!Files.isDirectory(path)) {
      return path;
    }
    Path best = path.resolve(FILE);
    if (!Files.isRegularFile(best)) {
      throw new FormatException(
          path,
          Files.exists(path.resolve("run.json"))
              ? "this run has no weights yet: its first epoch writes " + FILE
              : "expected a file of weights or the folder of a run, got a folder without " + FILE);
    }
    return best;
  }
}
