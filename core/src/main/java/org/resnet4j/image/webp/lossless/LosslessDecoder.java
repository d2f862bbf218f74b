package org.resnet4j.image.webp.lossless;

import java.util.ArrayDeque;
import java.util.Deque;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Rows;

/** Decodes VP8L (RFC 9649, section 3). */
public final class LosslessDecoder {
  private static final int PREDICTION = 0;
  private static final int MIXING = 1;
  private static final int GREEN = 2;
  private static final int PALETTE = 3;

  private final BitReader in;
  private final PixelReader reader;
  private final Deque<Inverse> inverses = new ArrayDeque<>();

  private LosslessDecoder(BitReader in) {
    this.in = in;
    reader = new PixelReader(in);
  }

  /**
   * Decodes the picture row by row.
   *
   * @param from where in the file the header begins
   * @param to where the pixels end
   * @throws ImageException if it is broken or not complete
   */
  public static void decode(byte[] file, int from, int to, Rows rows) {
    BitReader in = new BitReader(file, from, to);
    in.number(8); // The signature.
    int width = in.number(14) + 1;
    int height = in.number(14) + 1;
    in.number(1); // Whether there is transparency.
    int version = in.number(3);
    if (version != 0) {
      throw new ImageException("expected lossless pixels of version 0, got " + version);
    }
    new LosslessDecoder(in).decode(width, height, rows);
  }

  private void decode(int width, int height, Rows rows) {
    int packedWidth = readInverses(width, height);
    byte[] rgb = new byte[3 * width];
    reader.picture(
        packedWidth,
        height,
        (packed, y) -> {
          int[] row = packed;
          for (Inverse inverse : inverses) {
            row = inverse.row(row, y);
          }
          for (int x = 0; x < width; x++) {
            rgb[3 * x] = (byte) (row[x] >> 16);
            rgb[3 * x + 1] = (byte) (row[x] >> 8);
            rgb[3 * x + 2] = (byte) row[x];
          }
          rows.row(y, rgb, 0);
        });
  }

  /** The transforms, the last one first; the current width. */
  private int readInverses(int width, int height) {
    int packedWidth = width;
    int seen = 0;
    while (in.flag()) {
      int kind = in.number(2);
      if ((seen >> kind & 1) == 1) {
        throw new ImageException("its lossless pixels have the same transform twice");
      }
      seen |= 1 << kind;
      switch (kind) {
        case PREDICTION -> {
          int bits = 2 + in.number(3);
          inverses.push(
              new PredictionInverse(packedWidth, blocks(packedWidth, height, bits), bits));
        }
        case MIXING -> {
          int bits = 2 + in.number(3);
          inverses.push(Inverse.mixing(packedWidth, blocks(packedWidth, height, bits), bits));
        }
        case GREEN -> inverses.push(Inverse.GREEN);
        case PALETTE -> {
          int colours = 1 + in.number(8);
          int bits = colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3;
          inverses.push(Inverse.palette(packedWidth, reader.numbers(colours, 1), bits));
          packedWidth = PixelReader.blocks(packedWidth, bits);
        }
        default -> throw new IllegalStateException("two bits are " + kind);
      }
    }
    return packedWidth;
  }

  /** A number for each block of pixels. */
  private int[] blocks(int width, int height, int bits) {
    return reader.numbers(PixelReader.blocks(width, bits), PixelReader.blocks(height, bits));
  }
}
