package org.resnet4j.image;

import java.util.Locale;

/**
 * What a picture may cost. Checked before memory is taken: the header of a small file can claim
 * gigabytes.
 *
 * @param fileBytes the largest file
 * @param pixels the largest width times height
 */
public record Limits(long fileBytes, long pixels) {
  /** 64 MiB a file and 64 megapixels: beyond today's cameras, and 192 MB once decoded. */
  public static final Limits DEFAULT = new Limits(64L << 20, 64_000_000);

  /**
   * The longest side of a picture, whatever its area: what JPEG and GIF can state. Rows need memory
   * of their own.
   */
  public static final int SIDE = 65_535;

  /** Checks that both are positive. */
  public Limits {
    if (fileBytes < 1 || pixels < 1) {
      throw new IllegalArgumentException(
          "limits are positive, not " + fileBytes + " bytes and " + pixels + " pixels");
    }
  }

  /**
   * Refuses a picture by its dimensions.
   *
   * @throws ImageException if a side is not from 1 to {@link #SIDE}, or the area over the limit
   */
  public void check(long width, long height) throws ImageException {
    if (width < 1 || height < 1 || Math.max(width, height) > SIDE || width * height > pixels) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "%d x %d pixels are outside the allowed 1 to %,d, each side up to %,d",
              width,
              height,
              pixels,
              SIDE));
    }
  }
}
