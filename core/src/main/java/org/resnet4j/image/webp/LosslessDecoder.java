package org.resnet4j.image.webp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;

/** Decodes VP8L (RFC 9649, section 3). */
public final class LosslessDecoder {
  private static final int PREDICTION = 0;
  private static final int MIXING = 1;
  private static final int GREEN = 2;
  private static final int KINDS = 4;

  /** What was done to pixels of a width, and the numbers that were needed for it. */
  private record Change(int kind, int width, int bits, int[] numbers) {}

  private final BitReader in;
  private final PixelReader reader;

  private LosslessDecoder(BitReader in) {
    this.in = in;
    reader = new PixelReader(in);
  }

  /**
   * The picture as RGB.
   *
   * @param from where in the file the header begins
   * @param to where the pixels end
   * @throws ImageException if it is broken or not complete
   */
  public static Image decode(byte[] file, int from, int to) throws ImageException {
    BitReader in = new BitReader(file, from, to);
    in.number(8); // The signature.
    int width = in.number(14) + 1;
    int height = in.number(14) + 1;
    in.number(1); // Whether there is transparency.
    int version = in.number(3);
    if (version != 0) {
      throw new ImageException("lossless pixels of version 0 wanted, not " + version);
    }
    int[] pixels = new LosslessDecoder(in).pixels(width, height);
    Image image = new Image(3, height, width);
    for (int i = 0; i < pixels.length; i++) {
      image.pixels()[3 * i] = (byte) (pixels[i] >> 16);
      image.pixels()[3 * i + 1] = (byte) (pixels[i] >> 8);
      image.pixels()[3 * i + 2] = (byte) pixels[i];
    }
    return image;
  }

  private int[] pixels(int width, int height) throws ImageException {
    Deque<Change> changes = new ArrayDeque<>();
    int packedWidth = width;
    int seen = 0;
    while (in.flag()) {
      int kind = in.number(2);
      if ((seen >> kind & 1) == 1) {
        throw new ImageException("its lossless pixels were changed twice in the same way");
      }
      seen |= 1 << kind;
      Change change = change(kind, packedWidth, height);
      changes.push(change);
      packedWidth = kind == KINDS - 1 ? PixelReader.blocks(width, change.bits) : packedWidth;
    }
    int[] pixels = reader.read(packedWidth, height, true);
    for (Change change : changes) {
      switch (change.kind) {
        case PREDICTION -> Inverse.predict(pixels, change.width, change.numbers, change.bits);
        case MIXING -> Inverse.mix(pixels, change.width, change.numbers, change.bits);
        case GREEN -> Inverse.addGreen(pixels);
        default ->
            pixels = Inverse.colour(pixels, change.width, height, change.numbers, change.bits);
      }
    }
    return pixels;
  }

  private Change change(int kind, int width, int height) throws ImageException {
    switch (kind) {
      case PREDICTION, MIXING -> {
        int bits = 2 + in.number(3);
        int columns = PixelReader.blocks(width, bits);
        int rows = PixelReader.blocks(height, bits);
        return new Change(kind, width, bits, reader.read(columns, rows, false));
      }
      case GREEN -> {
        return new Change(kind, width, 0, new int[0]);
      }
      default -> {
        int colours = 1 + in.number(8);
        int bits = colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3;
        int[] numbers = reader.read(colours, 1, false);
        Inverse.accumulate(numbers);
        return new Change(kind, width, bits, numbers);
      }
    }
  }
}
