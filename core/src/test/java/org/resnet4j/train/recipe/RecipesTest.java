package org.resnet4j.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Dataset;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;
import org.resnet4j.train.optim.Muon;
import org.resnet4j.train.optim.Optimizer;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.optim.SlowBackbone;

/**
 * Every number of every recipe: those of He et al. 2015, section 4.2, and those that
 * docs/RECIPES.md reports results of. A recipe with another number is another recipe and wants
 * another name.
 */
class RecipesTest {
  private static final Architecture NORMED = Catalog.standard().build("resnet20");
  private static final Architecture BARE =
      Catalog.standard().build("resnet20", options -> options.withNorm(Options.Norm.NONE));

  /** So many images of a size; nobody looks at them. */
  private record Images(int size, int side) implements Dataset {
    @Override
    public String name() {
      return "images";
    }

    @Override
    public List<String> classes() {
      return List.of("a", "b");
    }

    @Override
    public Shape shape() {
      return new Shape(3, side, side);
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public void image(int index, Image reuse) {
      throw new UnsupportedOperationException();
    }
  }

  private static final Images CIFAR = new Images(50_000, 32);

  private static Augmentation crop(int side) {
    return new Augmentation(0, side, false, true, true, 0);
  }

  private static Augmentation pad(int pixels) {
    return new Augmentation(pixels, 0, false, true, true, 0);
  }

  @ParameterizedTest
  @CsvSource({"paper, 0", "paper-deep, 0.00625"})
  void thePapersRecipes(String name, double warmup) {
    assertThat(Recipes.standard().named(name, NORMED, CIFAR))
        .isEqualTo(
            new Recipe(
                name,
                64_000,
                List.of(new Phase(164, 0, new Augmentation(4, 0, false, true, false, 0))),
                128,
                2,
                new Sgd(0.1, 0.9, false, 1e-4, true),
                new Schedule.Milestones(List.of(0.5, 0.75), 0.1, warmup, 0.1),
                0,
                false,
                null,
                0));
    assertThat(Recipes.standard().named(name, BARE, CIFAR).optimizer())
        .isEqualTo(new Sgd(0.02, 0.9, false, 1e-4, true));
  }

  @Test
  void theFastOneForManyImages() {
    assertThat(Recipes.standard().named("fast", NORMED, CIFAR))
        .isEqualTo(
            new Recipe(
                "fast",
                0,
                List.of(
                    new Phase(24, 24, crop(20)),
                    new Phase(5, 0, crop(28)),
                    new Phase(5, 0, pad(2))),
                256,
                2,
                new Muon(0.035, 0.9, 5, new Sgd(0.2, 0.9, true, 5e-4, false)),
                new Schedule.Linear(0.1, 0),
                0.1,
                false,
                new Pruning(0.6, 0.7, 3),
                0));
    assertThat(Recipes.standard().named("fast", BARE, CIFAR).optimizer())
        .isEqualTo(new Muon(0.035, 0.9, 5, new Sgd(0.02, 0.9, true, 5e-4, false)));
  }

  @Test
  void theFastOneForFewImages() {
    Recipe few =
        new Recipe(
            "fast",
            0,
            List.of(new Phase(6, 0, crop(24)), new Phase(3, 0, pad(2))),
            64,
            2,
            new Muon(0.025, 0.9, 5, new Sgd(0.2, 0.9, true, 5e-4, false)),
            new Schedule.Linear(0.1, 0),
            0.1,
            false,
            new Pruning(0.5, 0.6, 3),
            0);
    assertThat(Recipes.standard().named("fast", NORMED, new Images(12_000, 28))).isEqualTo(few);
    assertThat(Recipes.standard().named("fast", NORMED, new Images(29_999, 28))).isEqualTo(few);
    assertThat(Recipes.standard().named("fast", NORMED, new Images(30_000, 28)).batchSize())
        .isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({"20, 100, 20", "60, 100, 32", "120, 50, 32", "200, 30, 32", "1000, 30, 32"})
  void photographs(int images, int epochs, int batch) {
    assertThat(Recipes.standard().named("photographs", NORMED, new Images(images, 96)))
        .isEqualTo(gentle("photographs", epochs, batch, new Sgd(0.02, 0.9, true, 5e-4, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "20, 30, 20",
    "350, 30, 32",
    "420, 25, 32",
    "1680, 6, 32",
    "3500, 3, 32",
    "99000, 3, 32"
  })
  void fineTuning(int images, int epochs, int batch) {
    Sgd head = new Sgd(0.05, 0.9, true, 5e-4, false);
    assertThat(Recipes.fineTuning(new Images(images, 96), 0.5))
        .isEqualTo(gentle("finetune", epochs, batch, new SlowBackbone(0.5, head)));
  }

  /** Shifts by an eighth of 96 pixels and flips by a coin. */
  private static Recipe gentle(String name, int epochs, int batch, Optimizer optimizer) {
    return new Recipe(
        name,
        0,
        List.of(new Phase(epochs, 0, new Augmentation(12, 0, false, true, false, 0))),
        batch,
        2,
        optimizer,
        new Schedule.Linear(0.1, 0),
        0.1,
        false,
        null,
        0);
  }
}
