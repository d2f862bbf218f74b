package org.resnet4j.data.shards;

import org.jspecify.annotations.Nullable;
import org.resnet4j.io.Json;

/**
 * How pictures are packed.
 *
 * @param size the largest shorter side in pixels: larger pictures are resized to it and stored as
 *     JPEG; null to keep all as they are
 * @param quality of these JPEG files, above 0 and at most 1
 * @param shardBytes the most bytes of a shard, unless a single picture needs more
 */
public record PackSettings(@Json.Optional @Nullable Integer size, double quality, long shardBytes) {
  /** Above it the loss is invisible, and a resized photograph has half the bytes of a PNG's. */
  public static final double QUALITY = 0.95;

  /** Some 10,000 photographs: files large enough to be read in one sweep, and few. */
  public static final long SHARD_BYTES = 1L << 30;

  /** All pictures as they are, in shards of 1 GiB. */
  public static final PackSettings DEFAULT = new PackSettings(null, QUALITY, SHARD_BYTES);

  private static final int LARGEST_SIZE = 8_000;
  private static final long LEAST_BYTES = 20_480;

  /** Checks the ranges. */
  public PackSettings {
    if (size != null && (size < 1 || size > LARGEST_SIZE)) {
      throw new IllegalArgumentException(
          "expected a size of 1 to " + LARGEST_SIZE + " pixels, got " + size);
    }
    if (!(quality > 0 && quality <= 1)) {
      throw new IllegalArgumentException(
          "expected a quality above 0 and at most 1, got " + quality);
    }
    if (shardBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "expected shards of at least " + LEAST_BYTES + " bytes, got " + shardBytes);
    }
  }
}
