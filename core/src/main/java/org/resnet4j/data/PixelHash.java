package org.resnet4j.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.resnet4j.image.EncodedImage;
import org.resnet4j.image.Rows;
import org.resnet4j.io.Sha256;

/**
 * A hash of an image's pixels. It stores none of them, and rows may arrive from the top down or
 * from the bottom up.
 */
public final class PixelHash {
  private final byte[] sum = new byte[32];
  private String stored = "";

  /** The hash of no picture. */
  public PixelHash() {}

  /** Takes the rows of a picture. */
  public Rows of(EncodedImage picture) {
    stored = picture.width() + "x" + picture.height() + " " + picture.orientation() + " ";
    MessageDigest digest = Sha256.create();
    return (y, pixels, from) -> {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(y).flip());
      digest.update(pixels, from, 3 * picture.width());
      byte[] row = digest.digest();
      for (int i = 0; i < sum.length; i++) {
        sum[i] ^= row[i];
      }
    };
  }

  /** Equal for equal pixels with the same orientation. */
  @Override
  public String toString() {
    return stored + HexFormat.of().formatHex(sum);
  }
}
