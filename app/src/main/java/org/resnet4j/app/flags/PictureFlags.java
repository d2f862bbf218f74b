package org.resnet4j.app.flags;

import org.jspecify.annotations.Nullable;
import org.resnet4j.image.Limits;
import picocli.CommandLine.Option;

/** The flag that limits the size of pictures. */
public final class PictureFlags {
  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description =
          "Trust the pictures, and refuse only those of more than N pixels (default: 178956970, and"
              + " less where a small file needs much memory).")
  private @Nullable Long maxPixels;

  /** The most pixels of a trusted picture; null if pictures are not trusted. */
  @Nullable Long maxPixels() {
    if (maxPixels != null && maxPixels < 1) {
      throw new IllegalArgumentException("--max-pixels: expected at least 1, got " + maxPixels);
    }
    return maxPixels;
  }

  /** The limits for decoding a picture. */
  public Limits limits() {
    return Limits.ofPixels(maxPixels());
  }
}
