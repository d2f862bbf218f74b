package org.resnet4j.data.augment;

import org.resnet4j.random.Randomness;
import org.resnet4j.random.Randomness.Purpose;

/**
 * The random numbers for one stage of one picture's augmentation. The k-th number is a function of
 * seed, epoch, position in the epoch, stage and k; so it depends neither on threads nor on other
 * pictures, and a stage that takes more numbers does not shift those of the others.
 */
public final class Draw {
  private final long state;
  private long taken;

  /**
   * The numbers of a stage.
   *
   * @param position of the picture in the epoch
   * @param stage any number, different for each stage
   */
  public Draw(long seed, int epoch, long position, int stage) {
    state = Randomness.mix(Randomness.bits(seed, Purpose.AUGMENTATION, epoch, position) ^ stage);
  }

  /** 64 random bits. */
  public long bits() {
    return Randomness.mix(state ^ taken++);
  }

  /** A number from 0 to below 1. */
  public double uniform() {
    return (bits() >>> 11) * 0x1p-53;
  }

  /** A number from {@code low} to below {@code high}; {@code low} if they are equal. */
  public double uniform(double low, double high) {
    return low + uniform() * (high - low);
  }

  /** An integer from 0 to {@code bound - 1}. */
  public int below(int bound) {
    return Randomness.below(bound, bits());
  }

  /** True with the given probability. */
  public boolean chance(double probability) {
    return uniform() < probability;
  }

  /** A normally distributed number of mean 0 and standard deviation 1 (Box and Muller 1958). */
  public double gaussian() {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }
}
