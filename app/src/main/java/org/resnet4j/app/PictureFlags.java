package org.resnet4j.app;

import org.jspecify.annotations.Nullable;
import org.resnet4j.image.Limits;
import picocli.CommandLine.Option;

/** The flag that says how large pictures may be. */
final class PictureFlags {
  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description =
          "Trust the pictures, and refuse only those of more than N pixels (default: 178956970, and"
              + " those that take much memory for the size of their file).")
  private @Nullable Long maxPixels;

  /** What a picture may cost. */
  Limits limits() {
    if (maxPixels == null) {
      return Limits.DEFAULT;
    }
    if (maxPixels < 1) {
      throw new IllegalArgumentException("--max-pixels must be at least 1, not " + maxPixels);
    }
    return Limits.trusted(maxPixels);
  }
}
