package org.resnet4j.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.random.Randomness.Purpose;

/** A run made with one version must be resumed with the numbers of the same generator. */
class RandomnessTest {
  /** The JDK has an implementation of SplitMix64 of its own: Steele, Lea and Flood 2014. */
  private static long mixed(long state) {
    return new SplittableRandom(state).nextLong();
  }

  @ParameterizedTest
  @CsvSource({
    "0, ORDER, 1, 0, 0",
    "7, CROP_ROW, 2, 3, 11",
    "7, CROP_COLUMN, 3, 3, 11",
    "-5, FLIP, 4, 0, 99",
    "1, CUT_ROW, 5, 2, 1",
    "1, CUT_COLUMN, 6, 2, 1",
    "3, SPLIT, 7, 0, 50000",
    "3, PRUNING, 8, 12, 4",
    "123456789, DROPOUT, 9, 5, 6",
    "7, AUGMENTATION, 10, 89, 1281166",
    "7, BUFFER, 11, 2, 3",
    "-1, REPLACEMENT, 12, 0, 5000000000",
    "0, PACKING, 13, 0, 1"
  })
  void bitsAreSplitMix64OfSeedPurposeEpochAndPosition(
      long seed, Purpose purpose, long stream, long epoch, long position) {
    assertThat(Randomness.bits(seed, purpose, epoch, position))
        .isEqualTo(mixed(mixed(mixed(mixed(seed) ^ stream) ^ epoch) ^ position));
  }

  @Test
  void everyPurposeIsNamedAbove() {
    assertThat(Purpose.values()).hasSize(13);
  }

  /** The upper 32 bits decide, as a share of the bound. */
  @Test
  void numbersBelowABoundAreSharesOfIt() {
    assertThat(Randomness.below(10, 0L)).isZero();
    assertThat(Randomness.below(10, -1L)).isEqualTo(9);
    assertThat(Randomness.below(10, 0x8000_0000_0000_0000L)).isEqualTo(5);
    assertThat(Randomness.below(10, 0x7FFF_FFFF_FFFF_FFFFL)).isEqualTo(4);
    assertThat(Randomness.below(1, -1L)).isZero();
  }

  /** Fisher and Yates from the front, inside out. */
  @Test
  void aPermutationIsThatOfFisherAndYates() {
    int[] expected = new int[50];
    for (int i = 0; i < 50; i++) {
      long bits = mixed(mixed(mixed(mixed(4) ^ 1) ^ 2) ^ i);
      int j = (int) Math.floor((bits >>> 32) / 0x1p32 * (i + 1));
      expected[i] = expected[j];
      expected[j] = i;
    }
    int[] order = Randomness.permutation(50, 4, Purpose.ORDER, 2);
    assertThat(order).isEqualTo(expected);
    Arrays.sort(order);
    assertThat(order).isEqualTo(IntStream.range(0, 50).toArray());
  }
}
