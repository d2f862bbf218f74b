package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

class LoaderTest {
  private static final Shape SHAPE = new Shape(1, 6, 6);
  private static final Normalisation NORMALISATION = new Normalisation(List.of(0.5), List.of(0.25));
  private static final Augmentation AUGMENTATION = new Augmentation(2, 0, false, true, false, 2);

  private final Dataset data = Sets.random(103, SHAPE, 10);

  /** A batch, copied. */
  private record Copy(List<Float> pixels, List<Long> labels) {
    static Copy of(Batch batch) {
      List<Float> pixels = new ArrayList<>();
      List<Long> labels = new ArrayList<>();
      for (int i = 0; i < batch.pixels().limit(); i++) {
        pixels.add(batch.pixels().get(i));
      }
      for (int i = 0; i < batch.labels().limit(); i++) {
        labels.add(batch.labels().get(i));
      }
      return new Copy(pixels, labels);
    }
  }

  private static List<Copy> all(Loader loader) {
    List<Copy> copies = new ArrayList<>();
    try (loader) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        copies.add(Copy.of(batch));
      }
      assertThat(loader.next()).isNull();
    }
    return copies;
  }

  private Loader training(Dataset set, long seed, int epoch, int firstStep) {
    return Loader.training(set, AUGMENTATION, NORMALISATION, 10, seed, epoch, firstStep);
  }

  @Test
  void anEpochIsAFunctionOfSeedAndNumber() {
    List<Copy> epoch = all(training(data, 7, 3, 0));
    assertThat(epoch).hasSize(10);
    assertThat(all(training(data, 7, 3, 0))).isEqualTo(epoch);
    assertThat(all(training(data, 7, 4, 0))).isNotEqualTo(epoch);
    assertThat(all(training(data, 8, 3, 0))).isNotEqualTo(epoch);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 9, 10})
  void anEpochGoesOnAtAnyStep(int step) {
    List<Copy> epoch = all(training(data, 7, 3, 0));
    assertThat(all(training(data, 7, 3, step))).isEqualTo(epoch.subList(step, 10));
    try (Loader loader = training(data, 7, 3, step)) {
      assertThat(loader.steps()).isEqualTo(10);
    }
  }

  @Test
  void decodingThreadsChangeNothing() {
    assertThat(all(training(slow(data), 7, 3, 0))).isEqualTo(all(training(data, 7, 3, 0)));
  }

  @Test
  void anEpochShowsEveryImageAtMostOnce() {
    Set<List<Float>> seen = new HashSet<>();
    List<Copy> epoch = all(Loader.training(data, Augmentation.NONE, NORMALISATION, 10, 7, 0, 0));
    for (Copy copy : epoch) {
      for (int i = 0; i < 10; i++) {
        seen.add(copy.pixels().subList(36 * i, 36 * i + 36));
      }
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  void evaluationIsInFileOrderAndComplete() {
    List<Copy> copies = all(Loader.evaluation(data, NORMALISATION, 25));
    assertThat(copies).extracting(copy -> copy.labels().size()).containsExactly(25, 25, 25, 25, 3);
    int index = 0;
    Image image = new Image();
    for (Copy copy : copies) {
      for (int i = 0; i < copy.labels().size(); i++) {
        data.image(index, image);
        assertThat(copy.labels().get(i)).isEqualTo(data.label(index++));
        for (int p = 0; p < 36; p++) {
          assertThat(copy.pixels().get(36 * i + p))
              .isEqualTo((image.value(p / 6, p % 6, 0) / 255f - 0.5f) / 0.25f);
        }
      }
    }
    assertThat(index).isEqualTo(103);
  }

  @Test
  void evaluationOfFewerImagesThanABatch() {
    assertThat(all(Loader.evaluation(Sets.random(3, SHAPE, 2), NORMALISATION, 500))).hasSize(1);
  }

  @Test
  void memoryIsDirectAndRecycled() {
    Set<Integer> batches = new HashSet<>();
    for (int epoch = 0; epoch < 20; epoch++) {
      try (Loader loader = training(data, 7, epoch, 0)) {
        for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
          assertThat(batch.pixels().isDirect()).isTrue();
          assertThat(batch.pixels().order()).isEqualTo(ByteOrder.nativeOrder());
          batches.add(System.identityHashCode(batch));
        }
      }
    }
    assertThat(batches).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void aWorkersFailureReachesTheConsumer() {
    Dataset broken =
        new Wrapped(data, false) {
          @Override
          public void image(int index, Image reuse) {
            if (index == 50) {
              throw new DataException("cat.png: a picture wanted");
            }
            super.image(index, reuse);
          }
        };
    for (boolean slow : new boolean[] {false, true}) {
      try (Loader loader = Loader.evaluation(slow ? slow(broken) : broken, NORMALISATION, 20)) {
        assertThat(loader.next()).isNotNull();
        assertThat(loader.next()).isNotNull();
        assertThatThrownBy(loader::next)
            .isInstanceOf(DataException.class)
            .hasMessage("cat.png: a picture wanted");
        assertThat(loader.next()).isNull();
      }
    }
  }

  @Test
  void closingEarlyStopsTheWorkers() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      try (Loader loader = training(i % 2 == 0 ? data : slow(data), 7, i, 0)) {
        assertThat(loader.next()).isNotNull();
        loader.close();
        assertThat(loader.next()).isNull();
      }
    }
    for (int i = 0; i < 100 && loaderThreads() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(loaderThreads()).isZero();
  }

  @Test
  void nobodyWritesAfterClose() throws InterruptedException {
    AtomicInteger reading = new AtomicInteger();
    Dataset lazy =
        new Wrapped(data, true) {
          @Override
          public void image(int index, Image reuse) {
            reading.incrementAndGet();
            long end = System.nanoTime() + 3_000_000;
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            super.image(index, reuse);
            reading.decrementAndGet();
          }
        };
    for (int i = 0; i < 10; i++) {
      Loader loader = training(lazy, 7, i, 0);
      Thread.sleep(5);
      loader.close();
      assertThat(reading).hasValue(0);
    }
  }

  private static long loaderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("resnet4j-"))
        .count();
  }

  @Test
  void waitingIsCounted() {
    Dataset lazy =
        new Wrapped(data, false) {
          @Override
          public void image(int index, Image reuse) {
            try {
              Thread.sleep(2);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            super.image(index, reuse);
          }
        };
    try (Loader loader = Loader.evaluation(lazy, NORMALISATION, 50)) {
      assertThat(loader.next()).isNotNull();
      assertThat(loader.waitedSeconds()).isGreaterThan(0.08);
    }
  }

  @Test
  void refusesWhatCannotBeDone() {
    assertThatThrownBy(() -> Loader.training(data, AUGMENTATION, NORMALISATION, 104, 0, 0, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("choose a smaller batch size");
    assertThatThrownBy(() -> Loader.evaluation(data, NORMALISATION, 0))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Loader.evaluation(data, Normalisation.IMAGENET, 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 channels, but the normalisation is for 3");
    Augmentation wide = new Augmentation(6, 0, true, false, false, 0);
    assertThatThrownBy(() -> Loader.training(data, wide, NORMALISATION, 10, 0, 0, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("larger images");
  }

  private static Dataset slow(Dataset data) {
    return new Wrapped(data, true);
  }

  /** Another set, perhaps said to be slow. */
  private static class Wrapped implements Dataset {
    private final Dataset inner;
    private final boolean slow;

    Wrapped(Dataset inner, boolean slow) {
      this.inner = inner;
      this.slow = slow;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public List<String> classes() {
      return inner.classes();
    }

    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public int size() {
      return inner.size();
    }

    @Override
    public int label(int index) {
      return inner.label(index);
    }

    @Override
    public void image(int index, Image reuse) {
      inner.image(index, reuse);
    }

    @Override
    public boolean slow() {
      return slow;
    }
  }
}
