package org.resnet4j.image.webp.lossy;

/** The header of a key frame: RFC 6386, sections 9.3 to 9.11 and 19.2. */
final class Header {
  private static final int SEGMENTS = 4;

  /** Steps of the coefficients of a segment: the first one and the others of each plane. */
  record Steps(int[] luma, int[] lumaMeans, int[] chroma) {}

  /** The probabilities of a macroblock's segment; none where all are of the first. */
  final int[] segmentProbabilities;

  final boolean simpleFilter;
  final int sharpness;

  /** The level of the loop filter in each segment, for macroblocks in one piece and in blocks. */
  final int[][] filterLevels = new int[SEGMENTS][2];

  final Steps[] steps = new Steps[SEGMENTS];
  final int partitions;

  /** {@code [4][8][3][11]}, as in {@link Tables#COEFFICIENTS}. */
  final int[] coefficients = new int[Tables.COEFFICIENTS.length];

  /** Whether macroblocks may be skipped, and the probability that they are not. */
  final boolean skips;

  final int skipProbability;

  Header(BoolReader in) {
    in.number(2); // Colour space and clamping, which change nothing.
    int[] quantisers = new int[SEGMENTS];
    int[] levels = new int[SEGMENTS];
    boolean segmented = in.flag();
    boolean mapped = segmented && in.flag();
    boolean absolute = segmented;
    if (segmented && in.flag()) {
      absolute = in.flag();
      for (int i = 0; i < SEGMENTS; i++) {
        quantisers[i] = in.optional(7);
      }
      for (int i = 0; i < SEGMENTS; i++) {
        levels[i] = in.optional(6);
      }
    }
    segmentProbabilities = new int[mapped ? SEGMENTS - 1 : 0];
    for (int i = 0; i < segmentProbabilities.length; i++) {
      segmentProbabilities[i] = in.flag() ? in.number(8) : 255;
    }
    simpleFilter = in.flag();
    int level = in.number(6);
    sharpness = in.number(3);
    readFilter(in, levels, absolute, level);
    partitions = 1 << in.number(2);
    readSteps(in, quantisers, absolute);
    in.flag(); // Whether later frames keep the probabilities.
    for (int i = 0; i < coefficients.length; i++) {
      boolean replaced = in.bit(Tables.UPDATES[i] & 0xFF) == 1;
      coefficients[i] = replaced ? in.number(8) : Tables.COEFFICIENTS[i] & 0xFF;
    }
    skips = in.flag();
    skipProbability = skips ? in.number(8) : 0;
  }

  private void readFilter(BoolReader in, int[] levels, boolean absolute, int level) {
    int[] deltas = new int[8];
    boolean adjusted = in.flag();
    if (adjusted && in.flag()) {
      for (int i = 0; i < deltas.length; i++) {
        deltas[i] = in.optional(6);
      }
    }
    for (int i = 0; i < SEGMENTS; i++) {
      int base = (absolute ? 0 : level) + levels[i] + deltas[0];
      // A level of 0 for the frame turns the filter off, whatever the segments say.
      filterLevels[i][0] = level == 0 ? 0 : clamped(base, 63);
      filterLevels[i][1] = level == 0 ? 0 : clamped(base + deltas[4], 63);
    }
  }

  private void readSteps(BoolReader in, int[] quantisers, boolean absolute) {
    int base = in.number(7);
    int lumaFirst = in.optional(4);
    int meansFirst = in.optional(4);
    int means = in.optional(4);
    int chromaFirst = in.optional(4);
    int chroma = in.optional(4);
    for (int i = 0; i < SEGMENTS; i++) {
      int q = (absolute ? 0 : base) + quantisers[i];
      steps[i] =
          new Steps(
              new int[] {dc(q + lumaFirst), ac(q)},
              new int[] {dc(q + meansFirst) * 2, Math.max(ac(q + means) * 155 / 100, 8)},
              new int[] {Tables.DC_STEPS[clamped(q + chromaFirst, 117)], ac(q + chroma)});
    }
  }

  private static int dc(int quantiser) {
    return Tables.DC_STEPS[clamped(quantiser, 127)];
  }

  private static int ac(int quantiser) {
    return Tables.AC_STEPS[clamped(quantiser, 127)];
  }

  private static int clamped(int value, int most) {
    return Math.min(Math.max(value, 0), most);
  }
}
