package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.data.augment.Draw;
import org.resnet4j.data.augment.Lighting;
import org.resnet4j.data.augment.Mixing;
import org.resnet4j.data.augment.RandomErasing;
import org.resnet4j.data.augment.RandomResizedCrop;
import org.resnet4j.data.augment.TrivialAugmentWide;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;

/** Batches of photographs: framed, repeated, mixed, and without those that cannot be read. */
class AugmentedLoaderTest {
  private static final long SEED = 7;
  private static final int BATCH = 10;
  private static final Shape SHAPE = new Shape(3, 14, 12);
  private static final Normalisation NORMALISATION = Normalisation.IMAGENET;

  private static final Augmentation ALL =
      Augmentation.framed(RandomResizedCrop.of(8))
          .withEffects(List.of(TrivialAugmentWide.ofImageNet()))
          .withPad(1)
          .withCutout(2)
          .withLighting(new Lighting(0.1))
          .withErasing(RandomErasing.of(0.5))
          .withMixing(new Mixing(0.2, 1))
          .withRepeats(3);

  private final Dataset data = Sets.random(63, SHAPE, 7);

  /** A batch, copied. */
  private record Copy(
      List<List<Float>> images,
      List<Long> labels,
      List<Long> partners,
      List<Integer> indices,
      double share) {
    static Copy of(Batch batch) {
      int values = (int) batch.shape().size();
      List<List<Float>> images = new ArrayList<>();
      List<Long> labels = new ArrayList<>();
      List<Long> partners = new ArrayList<>();
      List<Integer> indices = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        List<Float> image = new ArrayList<>();
        for (int at = 0; at < values; at++) {
          image.add(batch.pixels().get(i * values + at));
        }
        images.add(image);
        labels.add(batch.labels().get(i));
        partners.add(batch.partners().get(i));
        indices.add(batch.image(i));
      }
      assertThat(batch.pixels().limit()).isEqualTo(batch.size() * values);
      assertThat(batch.labels().limit()).isEqualTo(batch.size());
      assertThat(batch.partners().limit()).isEqualTo(batch.size());
      return new Copy(images, labels, partners, indices, batch.share());
    }
  }

  private static List<Copy> all(Loader loader) {
    List<Copy> copies = new ArrayList<>();
    try (loader) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        copies.add(Copy.of(batch));
      }
    }
    return copies;
  }

  private static List<Copy> epoch(Dataset data, Augmentation augmentation, int firstStep) {
    return all(Loader.training(data, augmentation, NORMALISATION, BATCH, SEED, 2, firstStep));
  }

  @Test
  void threadsChangeNothing() {
    assertThat(epoch(new Photographs(data, true), ALL, 0)).isEqualTo(epoch(data, ALL, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void anEpochGoesOnAtAnyStep(int step) {
    List<Copy> whole = epoch(data, ALL, 0);
    assertThat(epoch(data, ALL, step)).isEqualTo(whole.subList(step, 6));
  }

  /** Ten places for four images of up to three times each. */
  @Test
  void anImageIsInItsBatchSoOftenEachTimeAnother() {
    List<Copy> copies = epoch(data, Augmentation.NONE.withPad(6).withRepeats(3), 0);
    assertThat(copies).as("an epoch keeps its length").hasSize(6);
    Set<Integer> seen = new HashSet<>();
    for (Copy copy : copies) {
      assertThat(
              copy.indices().stream()
                  .collect(Collectors.groupingBy(i -> i, Collectors.counting()))
                  .values())
          .containsExactlyInAnyOrder(3L, 3L, 2L, 2L);
      assertThat(new HashSet<>(copy.images())).as("all augmented differently").hasSize(BATCH);
      for (int i = 0; i < BATCH; i++) {
        assertThat(copy.labels().get(i)).isEqualTo(data.label(copy.indices().get(i)));
      }
      assertThat(seen).doesNotContainAnyElementsOf(copy.indices());
      seen.addAll(copy.indices());
    }
    assertThat(seen).hasSize(24);
  }

  @Test
  void aBatchIsMixedImageByImageWithTheOneBefore() {
    Mixing mixing = new Mixing(1, 1);
    Augmentation plain = Augmentation.framed(RandomResizedCrop.of(8));
    Dataset many = Sets.random(400, SHAPE, 7);
    List<Copy> before = epoch(many, plain, 0);
    List<Copy> after = epoch(many, plain.withMixing(mixing), 0);
    int pasted = 0;
    for (int step = 0; step < 40; step++) {
      Mixing.Drawn drawn = mixing.draw(new Draw(SEED, 2, (long) step * BATCH, 3), 8, 8);
      pasted += drawn.pastes() ? 1 : 0;
      Copy mixed = after.get(step);
      Copy own = before.get(step);
      assertThat(mixed.share()).isEqualTo(drawn.share());
      assertThat(mixed.labels()).isEqualTo(own.labels());
      assertThat(mixed.indices()).isEqualTo(own.indices());
      for (int i = 0; i < BATCH; i++) {
        int partner = (i + BATCH - 1) % BATCH;
        assertThat(mixed.partners().get(i)).isEqualTo(own.labels().get(partner));
        assertThat(mixed.images().get(i))
            .isEqualTo(mixed(own.images().get(i), own.images().get(partner), drawn));
      }
      assertThat(own.partners()).isEqualTo(own.labels());
      assertThat(own.share()).isEqualTo(1);
    }
    assertThat(pasted).isBetween(10, 30);
  }

  private static List<Float> mixed(List<Float> own, List<Float> other, Mixing.Drawn drawn) {
    List<Float> mixed = new ArrayList<>();
    float share = (float) drawn.share();
    for (int i = 0; i < own.size(); i++) {
      int row = i / 24;
      int column = i / 3 % 8;
      boolean inside =
          row >= drawn.top()
              && row < drawn.top() + drawn.height()
              && column >= drawn.left()
              && column < drawn.left() + drawn.width();
      mixed.add(
          drawn.pastes()
              ? (inside ? other : own).get(i)
              : own.get(i) * share + other.get(i) * (1 - share));
    }
    return mixed;
  }

  @Test
  void aPartOfABatchKeepsItsPartnersAndIndices() {
    try (Loader loader = Loader.training(data, ALL, NORMALISATION, BATCH, SEED, 2, 0)) {
      Batch batch = loader.next();
      Copy whole = Copy.of(batch);
      int from = 0;
      for (int part = 0; part < 3; part++) {
        Copy copy = Copy.of(batch.part(part, 3));
        int to = from + copy.labels().size();
        assertThat(copy.images()).isEqualTo(whole.images().subList(from, to));
        assertThat(copy.labels()).isEqualTo(whole.labels().subList(from, to));
        assertThat(copy.partners()).isEqualTo(whole.partners().subList(from, to));
        assertThat(copy.indices()).isEqualTo(whole.indices().subList(from, to));
        assertThat(copy.share()).isEqualTo(whole.share());
        from = to;
      }
      assertThat(from).isEqualTo(BATCH);
    }
  }

  @Test
  void anotherPictureTakesThePlaceOfAnUnreadableOne() {
    Augmentation flip = Augmentation.NONE.withFlip(true);
    List<Copy> sound = epoch(data, flip, 0);
    int[] bad = {sound.get(0).indices().get(3), sound.get(4).indices().get(0)};
    List<List<Copy>> epochs = new ArrayList<>();
    for (boolean slow : new boolean[] {false, true}) {
      List<String> log = new ArrayList<>();
      Photographs photographs = new Photographs(data, slow, log, bad);
      epochs.add(epoch(photographs, flip, 0));
      epoch(photographs, flip, 0);
      assertThat(log).as("named once").hasSize(2).doesNotHaveDuplicates();
      assertThat(photographs.badPictures().count()).isEqualTo(2);
    }
    List<Copy> replaced = epochs.get(0);
    assertThat(epochs.get(1)).isEqualTo(replaced);
    for (int step = 0; step < 6; step++) {
      for (int i = 0; i < BATCH; i++) {
        int index = sound.get(step).indices().get(i);
        int now = replaced.get(step).indices().get(i);
        assertThat(replaced.get(step).labels().get(i)).isEqualTo(data.label(now));
        if (index == bad[0] || index == bad[1]) {
          assertThat(bad).doesNotContain(now);
        } else {
          assertThat(now).isEqualTo(index);
          assertThat(replaced.get(step).images().get(i)).isEqualTo(sound.get(step).images().get(i));
        }
      }
    }
    assertThat(epoch(new Photographs(data, true, new ArrayList<>(), bad), flip, 2))
        .as("resumed")
        .isEqualTo(replaced.subList(2, 6));
  }

  @Test
  void evaluationLeavesUnreadablePicturesOut() {
    int[] bad = {0, 14, 19, 60, 61, 62};
    for (boolean slow : new boolean[] {false, true}) {
      List<String> log = new ArrayList<>();
      Dataset photographs = new Photographs(data, slow, log, bad);
      List<Copy> sound = all(Loader.evaluation(data, NORMALISATION, BATCH));
      List<Integer> indices = new ArrayList<>();
      for (Copy copy : all(Loader.evaluation(photographs, NORMALISATION, BATCH))) {
        for (int i = 0; i < copy.indices().size(); i++) {
          int index = copy.indices().get(i);
          indices.add(index);
          assertThat(copy.labels().get(i)).isEqualTo(data.label(index));
          assertThat(copy.partners().get(i)).isEqualTo(data.label(index));
          assertThat(copy.images().get(i))
              .isEqualTo(sound.get(index / BATCH).images().get(index % BATCH));
        }
      }
      assertThat(indices)
          .isEqualTo(
              IntStream.range(0, 63)
                  .filter(i -> Arrays.stream(bad).noneMatch(b -> b == i))
                  .boxed()
                  .toList());
      assertThat(log).hasSize(6);
    }
  }

  @Test
  void tooManyUnreadablePicturesStopTheWork() {
    int[] most = IntStream.range(0, 32).toArray();
    Dataset photographs = new Photographs(data, true, new ArrayList<>(), most);
    assertThatThrownBy(() -> all(Loader.evaluation(photographs, NORMALISATION, BATCH)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most 31 unreadable pictures among 63");
    assertThat(
            all(
                    Loader.evaluation(
                        new Photographs(data, true, new ArrayList<>(), Arrays.copyOf(most, 31)),
                        NORMALISATION,
                        BATCH))
                .stream()
                .mapToInt(copy -> copy.indices().size())
                .sum())
        .isEqualTo(32);
  }

  @Test
  void aSampleIsWhatTrainingSees() {
    List<Sample> samples = Sample.of(data, ALL, NORMALISATION, BATCH, SEED, 2, 6);
    Copy first = epoch(data, ALL, 0).get(0);
    assertThat(samples).hasSize(6);
    for (int i = 0; i < 6; i++) {
      Sample sample = samples.get(i);
      assertThat(sample.index()).isEqualTo(first.indices().get(i));
      assertThat((long) sample.label()).isEqualTo(first.labels().get(i));
      assertThat((long) sample.partner()).isEqualTo(first.partners().get(i));
      assertThat(sample.share()).isEqualTo(first.share());
      assertThat(sample.done()).isNotEmpty();
      for (int at = 0; at < 192; at++) {
        double value =
            first.images().get(i).get(at) * NORMALISATION.std().get(at % 3)
                + NORMALISATION.mean().get(at % 3);
        assertThat((double) sample.image().value(at / 24, at / 3 % 8, at % 3))
            .isEqualTo(Math.max(0, Math.min(255, Math.round(255 * value))));
      }
    }
  }

  /** Other images, of which some cannot be read. */
  private static final class Photographs implements Dataset {
    private final Dataset inner;
    private final boolean slow;
    private final int[] bad;
    private final BadPictures badPictures;

    Photographs(Dataset inner, boolean slow) {
      this(inner, slow, new ArrayList<>());
    }

    Photographs(Dataset inner, boolean slow, List<String> log, int... bad) {
      this.inner = inner;
      this.slow = slow;
      this.bad = bad;
      badPictures =
          BadPictures.skip(
                  failure -> {
                    synchronized (log) {
                      log.add(failure.getMessage());
                    }
                  })
              .among(inner.size());
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
      if (Arrays.stream(bad).anyMatch(b -> b == index)) {
        throw new DataException(index + ".jpg", "it is damaged");
      }
      inner.image(index, reuse);
    }

    @Override
    public boolean slow() {
      return slow;
    }

    @Override
    public BadPictures badPictures() {
      return badPictures;
    }
  }
}
