package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

class OrderTest {
  private static final int RUN = 64;

  /** Labels alone, in runs of stored bytes of that length; 0 for none. */
  private record Runs(int size, int length) implements Dataset {
    @Override
    public String name() {
      return "runs";
    }

    @Override
    public List<String> classes() {
      return List.of("a", "b");
    }

    @Override
    public Shape shape() {
      return new Shape(3, 1, 1);
    }

    @Override
    public int label(int index) {
      return index % 2;
    }

    @Override
    public void image(int index, Image reuse) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int run(int index) {
      return length == 0 ? -1 : index / length;
    }
  }

  private static int[] order(Dataset data, long seed, int epoch) {
    return Order.of(data, IntStream.range(0, data.size()).toArray(), seed, epoch);
  }

  @Test
  void itHoldsEveryImageOnceAndIsAFunctionOfSeedAndEpoch() {
    for (Dataset data : List.of(new Runs(10_007, 0), new Runs(10_007, RUN), new Runs(1_000, RUN))) {
      int[] order = order(data, 1, 0);
      assertThat(Arrays.stream(order).sorted().toArray())
          .isEqualTo(IntStream.range(0, data.size()).toArray());
      assertThat(order(data, 1, 0)).isEqualTo(order);
      assertThat(order(data, 1, 1)).isNotEqualTo(order);
      assertThat(order(data, 2, 0)).isNotEqualTo(order);
    }
  }

  @Test
  void chosenImagesAreOrderedAlone() {
    int[] chosen = IntStream.range(0, 9_000).filter(i -> i % 3 != 1).toArray();
    for (int length : new int[] {0, RUN}) {
      int[] order = Order.of(new Runs(9_000, length), chosen, 5, 2);
      assertThat(Arrays.stream(order).sorted().toArray()).isEqualTo(chosen);
    }
  }

  /** At any time the images come from runs that were begun, which are few more than are done. */
  @Test
  void runsAreReadOneAfterAnother() {
    int runs = 300;
    int[] order = order(new Runs(runs * RUN, RUN), 3, 0);
    boolean[] begun = new boolean[runs];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      int run = order[i] / RUN;
      count += begun[run] ? 0 : 1;
      begun[run] = true;
      assertThat(count)
          .as("runs begun after %d images", i + 1)
          .isLessThanOrEqualTo((i + 1 + Order.BUFFER + RUN - 1) / RUN + 1);
    }
    assertThat(count).isEqualTo(runs);
  }

  @Test
  void imagesOfARunAreSpread() {
    int[] order = order(new Runs(300 * RUN, RUN), 3, 0);
    long neighbours =
        IntStream.range(1, order.length).filter(i -> order[i] / RUN == order[i - 1] / RUN).count();
    // By chance one in 32 of the buffer's runs.
    assertThat((double) neighbours / order.length).isBetween(0.015, 0.06);
    int[] first = Arrays.copyOf(order, 64);
    assertThat(Arrays.stream(first).map(i -> i / RUN).distinct().count()).isGreaterThan(20);
  }
}
