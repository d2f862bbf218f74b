package org.resnet4j.image;

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

  /** Checks that both are positive. */
  public Limits {
    if (fileBytes < 1 || pixels < 1) {
      throw new IllegalArgumentException(
          "limits are positive, not " + fileBytes + " bytes and " + pixels + " pixels");
    }
  }
}
