package org.resnet4j.image;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Limits on decoding an image. Checked before memory is allocated: the header of a small file can
 * claim gigabytes.
 *
 * @param fileBytes the largest file
 * @param pixels the largest width times height
 * @param memory the bytes that decoding may take for any file; files larger than a 96th of it, as
 *     photographs are, may take more
 */
public record Limits(long fileBytes, long pixels, long memory) {
  /**
   * For untrusted files: 179 megapixels, Pillow's limit, too (twice its {@code MAX_IMAGE_PIXELS}),
   * and the size of the largest uncompressed bitmap of that many. A file that proves to be broken
   * has taken at most 56 MB, or 96 times its size.
   */
  public static final Limits DEFAULT = new Limits(540_000_000, 178_956_970, 56_000_000);

  /** For trusted files: as large as Java and its memory can hold. */
  public static final Limits TRUSTED = trusted(65_535L * 65_535);

  /**
   * The longest side of an image, whatever its area: the maximum of JPEG and GIF. Rows need memory,
   * too.
   */
  public static final int SIDE = 65_535;

  /** Decoded to RGB, a byte of such a file is 32 pixels; of photographs it is 2 to 16. */
  private static final long MEMORY_A_BYTE = 96;

  private static final String TRUST = "if it is trusted, raise the limit on pixels";

  /** Checks that all are positive. */
  public Limits {
    if (fileBytes < 1 || pixels < 1 || memory < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected positive limits, got %d bytes, %d pixels and %d bytes of memory",
              fileBytes,
              pixels,
              memory));
    }
  }

  /** For pictures trusted up to a number of pixels, or for untrusted ones if that is null. */
  public static Limits ofPixels(@Nullable Long trusted) {
    return trusted == null ? DEFAULT : trusted(trusted);
  }

  /** For trusted files: of any size, with at most this many pixels. */
  public static Limits trusted(long pixels) {
    return new Limits(Integer.MAX_VALUE - 8, pixels, Long.MAX_VALUE);
  }

  /** The same limits for smaller files: a service holds one for each request. */
  public Limits withFileBytes(long value) {
    return new Limits(value, pixels, memory);
  }

  /** The bytes that decoding a file of this size may take before it is known to be complete. */
  public long memory(long fileSize) {
    return Math.max(memory, MEMORY_A_BYTE * fileSize);
  }

  /**
   * Rejects an image by its dimensions.
   *
   * @throws ImageException if a side is not from 1 to {@link #SIDE}, or the area over the limit
   */
  public void check(long width, long height) {
    if (width < 1 || height < 1 || Math.max(width, height) > SIDE) {
      throw new ImageException(
          String.format(
              Locale.ROOT, "expected sides of 1 to %,d pixels, got %d x %d", SIDE, width, height));
    }
    if (width * height > pixels) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "expected at most %3$,d pixels, got %1$d x %2$d; " + TRUST,
              width,
              height,
              pixels));
    }
  }

  /**
   * Rejects an image by its dimensions, or by the memory that decoding it takes.
   *
   * @param fileSize of its file
   */
  public void check(EncodedImage picture, long fileSize) {
    check(picture.width(), picture.height());
    if (picture.workingBytes() > memory(fileSize)) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "%d x %d pixels of this kind take %,d MB to decode, over the %,d MB allowed for a"
                  + " file of %,d bytes; "
                  + TRUST,
              picture.width(),
              picture.height(),
              picture.workingBytes() / 1_000_000,
              memory(fileSize) / 1_000_000,
              fileSize));
    }
  }
}
