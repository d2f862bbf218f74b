package org.resnet4j.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PruningTest {
  private static final int IMAGES = 1_000;
  private static final Pruning PRUNING = new Pruning(0.5, 0.6, 3);

  private static float[] losses() {
    Random random = new Random(1);
    float[] losses = new float[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      losses[i] = random.nextFloat();
    }
    return losses;
  }

  @Test
  void theFirstEpochsAndTheLastAreWhole() {
    int[] kept = IntStream.range(0, 6).map(epoch -> PRUNING.kept(epoch, 6, IMAGES)).toArray();
    assertThat(kept).containsExactly(1_000, 1_000, 1_000, 700, 700, 1_000);
    assertThat(PRUNING.keep(losses(), IMAGES, 5, 0))
        .isEqualTo(IntStream.range(0, IMAGES).toArray());
  }

  @Test
  void anEpochDropsSomeOfTheEasyImagesAndNoHardOne() {
    float[] losses = losses();
    float[] sorted = losses.clone();
    Arrays.sort(sorted);
    for (int epoch = 3; epoch < 20; epoch++) {
      int[] kept = PRUNING.keep(losses, 700, 5, epoch);
      assertThat(kept).hasSize(700).isSorted().doesNotHaveDuplicates();
      long hard = IntStream.of(kept).filter(i -> losses[i] >= sorted[IMAGES / 2]).count();
      assertThat(hard).isEqualTo(IMAGES / 2);
    }
  }

  @Test
  void whatIsDroppedDependsOnSeedAndEpochAlone() {
    int[] kept = PRUNING.keep(losses(), 700, 5, 3);
    assertThat(PRUNING.keep(losses(), 700, 5, 3)).isEqualTo(kept);
    assertThat(PRUNING.keep(losses(), 700, 5, 4)).isNotEqualTo(kept);
    assertThat(PRUNING.keep(losses(), 700, 6, 3)).isNotEqualTo(kept);
  }

  @Test
  void sharesLieBetweenZeroAndOne() {
    assertThatThrownBy(() -> new Pruning(1.1, 0.5, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pruning(0.5, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pruning(0.5, 0.5, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Nothing, and everything that may be dropped. */
  @Test
  void zeroAndOneAreSharesToo() {
    assertThat(new Pruning(0, 1, 1).kept(1, 9, IMAGES)).isEqualTo(IMAGES);
    assertThat(new Pruning(1, 0, 1).kept(1, 9, IMAGES)).isEqualTo(IMAGES);
    assertThat(new Pruning(1, 1, 1).kept(1, 9, IMAGES)).isZero();
    assertThat(new Pruning(1, 1, 1).kept(0, 9, IMAGES)).isEqualTo(IMAGES);
  }
}
