package org.resnet4j.image.webp.lossy;

/** Predicts blocks from the samples above and on the left: RFC 6386, section 12. */
final class Prediction {
  /** Modes of whole macroblocks and of colour; those of blocks have the same numbers up to 3. */
  static final int MEAN = 0;

  static final int GRADIENT = 1;
  static final int DOWN = 2;
  static final int ACROSS = 3;

  /**
   * How a block follows its edge in modes 2 to 9. The edge is L L K J I X A B C D E F G H H in the
   * RFC's letters: from the lower left corner up, then to the right. A sample is the smoothed mean
   * of three of them from a letter on ({@code a} is the first), or of two where it is a capital.
   */
  private static final String[] FOLLOWED = {
    "fghifghifghifghi",
    "ddddccccbbbbaaaa",
    "ghijhijkijkljklm",
    "efghdefgcdefbcde",
    "FGHIefghdFGHcefg",
    "GHIJghijHIJkhijl",
    "EefgDdEeCcDdBbCc",
    "DcCbCbBaBaAAAAAA"
  };

  /**
   * How the mode of a block is read: RFC 6386, section 11.2. A positive number is the next place, a
   * negative one or 0 the mode.
   */
  static final int[] MODE_TREE = {
    -MEAN, 2, -GRADIENT, 4, -DOWN, 6, 8, 12, -ACROSS, 10, -5, -6, -4, 14, -7, 16, -8, -9
  };

  private Prediction() {}

  /**
   * Predicts a square of 16 or 8 samples.
   *
   * @param hasAbove whether there is a macroblock above, else its mean is not used
   * @param hasLeft whether there is one on the left
   */
  static void square(Plane plane, int at, int side, int mode, boolean hasAbove, boolean hasLeft) {
    if (mode == MEAN) {
      fill(plane, at, side, mean(plane, at, side, hasAbove, hasLeft));
    } else if (mode == GRADIENT) {
      gradient(plane, at, side);
    } else {
      for (int i = 0; i < side * side; i++) {
        int to = at + i / side * plane.stride + i % side;
        plane.samples[to] = plane.samples[mode == DOWN ? to - plane.stride : to - i % side - 1];
      }
    }
  }

  private static int mean(Plane plane, int at, int side, boolean hasAbove, boolean hasLeft) {
    if (!hasAbove && !hasLeft) {
      return 128;
    }
    int sum = 0;
    for (int i = 0; i < side; i++) {
      sum += hasAbove ? plane.samples[at - plane.stride + i] & 0xFF : 0;
      sum += hasLeft ? plane.samples[at + i * plane.stride - 1] & 0xFF : 0;
    }
    int count = hasAbove && hasLeft ? 2 * side : side;
    return (sum + count / 2) / count;
  }

  private static void fill(Plane plane, int at, int side, int value) {
    for (int i = 0; i < side * side; i++) {
      plane.samples[at + i / side * plane.stride + i % side] = (byte) value;
    }
  }

  private static void gradient(Plane plane, int at, int side) {
    byte[] samples = plane.samples;
    int corner = samples[at - plane.stride - 1] & 0xFF;
    for (int y = 0; y < side; y++) {
      int row = at + y * plane.stride;
      int difference = (samples[row - 1] & 0xFF) - corner;
      for (int x = 0; x < side; x++) {
        samples[row + x] = Plane.clipped((samples[at - plane.stride + x] & 0xFF) + difference);
      }
    }
  }

  /**
   * Predicts a block of 4 x 4 samples.
   *
   * @param right the 4 samples above on the right, which may be of an earlier row
   */
  static void block(Plane plane, int at, int mode, byte[] right) {
    if (mode == MEAN) {
      fill(plane, at, 4, mean(plane, at, 4, true, true));
    } else if (mode == GRADIENT) {
      gradient(plane, at, 4);
    } else {
      follow(plane, at, FOLLOWED[mode - 2], right);
    }
  }

  private static void follow(Plane plane, int at, String how, byte[] right) {
    int[] edge = new int[15];
    for (int i = 0; i < 4; i++) {
      edge[4 - i] = plane.samples[at + i * plane.stride - 1] & 0xFF;
      edge[6 + i] = plane.samples[at - plane.stride + i] & 0xFF;
      edge[10 + i] = right[i] & 0xFF;
    }
    edge[0] = edge[1];
    edge[5] = plane.samples[at - plane.stride - 1] & 0xFF;
    edge[14] = edge[13];
    for (int i = 0; i < 16; i++) {
      char letter = how.charAt(i);
      int value;
      if (letter >= 'a') {
        int e = letter - 'a';
        value = (edge[e] + 2 * edge[e + 1] + edge[e + 2] + 2) >> 2;
      } else {
        int e = letter - 'A';
        value = (edge[e] + edge[e + 1] + 1) >> 1;
      }
      plane.samples[at + i / 4 * plane.stride + i % 4] = (byte) value;
    }
  }
}
