package org.resnet4j.app.flags;

import org.jspecify.annotations.Nullable;
import org.resnet4j.image.Limits;
import picocli.CommandLine.Option;

/** The flag that says how large pictures may be. */
public final class PictureFlags {
  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description =
          "Trust the pictures, and refuse only those of more than N pixels (default: 178956970, and"
              + " those that take much memory for the size of their file).")
  private @Nullable Long maxPixels;

  /** How many pixels a trusted picture may have; null where none is trusted. */
  @Nullable Long maxPixels() {
    if (maxPixels != null && maxPixels < 1) {
      throw new IllegalArgumentException("--max-pixels must be at least 1, not " + maxPixels);
    }
    return maxPixels;
  }

  /** What a picture may cost. */
  public Limits limits() {
    return limits(maxPixels());
  }

  /** What a picture may cost that is trusted to have so many pixels, or not trusted. */
  public static Limits limits(@Nullable Long maxPixels) {
    return maxPixels == null ? Limits.DEFAULT : Limits.trusted(maxPixels);
  }
}
