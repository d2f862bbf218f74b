package org.resnet4j.random;

/**
 * Stateless random numbers: each is a pure function of its purpose. So the images of a step do not
 * depend on what was prepared before, by which thread, or whether the run was resumed.
 *
 * <p>The mixing function is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014; constants of Stafford's variant 13).
 */
public final class Randomness {
  /** The purpose of a number; streams of different purposes are independent. */
  public enum Purpose {
    ORDER(1),
    CROP_ROW(2),
    CROP_COLUMN(3),
    FLIP(4),
    CUT_ROW(5),
    CUT_COLUMN(6),
    SPLIT(7),
    PRUNING(8),
    DROPOUT(9),
    AUGMENTATION(10),
    BUFFER(11),
    REPLACEMENT(12),
    PACKING(13);

    private final int stream;

    Purpose(int stream) {
      this.stream = stream;
    }
  }

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Randomness() {}

  /** One step of SplitMix64 from a state. */
  public static long mix(long state) {
    long z = state + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** 64 random bits for a purpose at a position of an epoch. */
  public static long bits(long seed, Purpose purpose, long epoch, long position) {
    return mix(mix(mix(mix(seed) ^ purpose.stream) ^ epoch) ^ position);
  }

  /** A number from 0 to below {@code bound}; the bias is below {@code bound / 2^32}. */
  public static int below(int bound, long bits) {
    return (int) (((bits >>> 32) * bound) >>> 32);
  }

  /** A random permutation of 0 to {@code size - 1} (Fisher and Yates). */
  public static int[] permutation(int size, long seed, Purpose purpose, long epoch) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = below(i + 1, bits(seed, purpose, epoch, i));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
