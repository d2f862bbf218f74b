package org.resnet4j.image;

import java.util.Locale;

/**
 * What a picture may cost. Checked before memory is taken: the header of a small file can claim
 * gigabytes. A picture that proves to be broken near its end has cost what a whole one costs, 3
 * bytes a pixel and more; so large ones must come in files that look like pictures.
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

  /** So many pixels may come in a file of any size: 48 MB once decoded. */
  private static final long FREE_PIXELS = 16_000_000;

  /** Of a decoded RGB picture. */
  private static final int BYTES_A_PIXEL = 3;

  /** More must come with a byte for so many; photographs have one for 2 to 16. */
  private static final long PIXELS_A_BYTE = 32;

  /** Checks that both are positive. */
  public Limits {
    if (fileBytes < 1 || pixels < 1) {
      throw new IllegalArgumentException(
          "limits are positive, not " + fileBytes + " bytes and " + pixels + " pixels");
    }
  }

  /**
   * These limits for a picture in a file of that size, of which a small one has no large picture.
   *
   * @param bytesAPixel how much memory its decoder takes
   */
  public Limits of(long fileSize, int bytesAPixel) {
    long free = FREE_PIXELS * BYTES_A_PIXEL / bytesAPixel;
    long believable = Math.max(free, PIXELS_A_BYTE * fileSize);
    return new Limits(fileBytes, Math.min(pixels, believable));
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
              "%d x %d pixels are outside the allowed 1 to %,d for this file, each side up to %,d",
              width,
              height,
              pixels,
              SIDE));
    }
  }
}
