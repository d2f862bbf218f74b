package org.resnet4j.model;

import java.nio.file.Files;
import java.nio.file.Path;
import org.resnet4j.io.FormatException;

/** The weights in the folder of a run, which stands for them wherever weights are asked for. */
public final class BestWeights {
  /** How their file is called. */
  public static final String FILE = "best.safetensors";

  private BestWeights() {}

  /** A file itself, or that of the best weights in a folder. */
  static Path in(Path path) {
    if (!Files.isDirectory(path)) {
      return path;
    }
    Path best = path.resolve(FILE);
    if (!Files.isRegularFile(best)) {
      throw new FormatException(
          Files.exists(path.resolve("run.json"))
              ? path + " is a run without weights: " + FILE + " is there when its first epoch ends"
              : path + " is a folder, but not of a run: there is no " + FILE + " in it");
    }
    return best;
  }
}
