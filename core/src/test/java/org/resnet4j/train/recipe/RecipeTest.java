package org.resnet4j.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.io.Json;
import org.resnet4j.train.TinyRun;
import org.resnet4j.train.optim.Muon;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;

class RecipeTest {
  private static final Split IMAGES = TinyRun.images(12_000, 100);
  private static final Architecture RESNET = Catalog.standard().build("resnet20");
  private static final Recipe FAST = Recipes.standard().named("fast", RESNET, IMAGES.train());
  private static final Recipe PAPER = Recipes.standard().named("paper", RESNET, IMAGES.train());

  @Test
  void thePaperDividesItsRateByTenAtHalfAndThreeQuarters() {
    assertThat(PAPER.totalSteps(50_000)).isEqualTo(64_000);
    assertFactors(PAPER.schedule(), new double[] {1, 1, 0.1, 0.1, 0.01, 0.01});
    assertThat(PAPER.optimizer()).isEqualTo(new Sgd(0.1, 0.9, false, 1e-4, true));
    assertThat(PAPER.phases().get(0).augmentation()).isEqualTo(Augmentation.PAPER);
  }

  private static void assertFactors(Schedule schedule, double[] expected) {
    long[] steps = {0, 31_999, 32_000, 47_999, 48_000, 63_999};
    for (int i = 0; i < steps.length; i++) {
      assertThat(schedule.factor(steps[i], 64_000)).isEqualTo(expected[i], within(1e-12));
    }
  }

  @Test
  void deepNetworksBeginAtATenthOfTheRate() {
    Schedule schedule = Recipes.standard().named("paper-deep", RESNET, IMAGES.train()).schedule();
    assertThat(schedule.factor(0, 64_000)).isEqualTo(0.1);
    assertThat(schedule.factor(399, 64_000)).isEqualTo(0.1);
    assertThat(schedule.factor(400, 64_000)).isEqualTo(1);
    assertThat(schedule.factor(48_000, 64_000)).isEqualTo(0.01, within(1e-12));
  }

  @Test
  void aLinearScheduleRisesAndFallsOnStraightLines() {
    Schedule schedule = new Schedule.Linear(0.1, 0.2);
    assertThat(schedule.factor(0, 100)).isEqualTo(0.1, within(1e-12));
    assertThat(schedule.factor(4, 100)).isEqualTo(0.5, within(1e-12));
    assertThat(schedule.factor(9, 100)).isEqualTo(1, within(1e-12));
    assertThat(schedule.factor(10, 100)).isEqualTo(1, within(1e-12));
    assertThat(schedule.factor(55, 100)).isEqualTo(0.6, within(1e-12));
    assertThat(schedule.factor(100, 100)).isEqualTo(0.2, within(1e-12));
    assertThat(new Schedule.Linear(0, 0).factor(0, 10)).isEqualTo(1);
  }

  @Test
  void anotherLengthKeepsTheSharesOfThePhases() {
    assertThat(epochs(FAST)).containsExactly(6, 3);
    assertThat(epochs(FAST.withEpochs(6))).containsExactly(4, 2);
    assertThat(epochs(FAST.withEpochs(24))).containsExactly(16, 8);
    assertThat(epochs(PAPER.withEpochs(3))).containsExactly(3);
    assertThat(PAPER.withEpochs(3).totalSteps(50_000)).isEqualTo(3 * 390);
    for (int n = 1; n <= 40; n++) {
      assertThat(FAST.withEpochs(n).epochs(12_000)).isEqualTo(n);
    }
    assertThatThrownBy(() -> FAST.withEpochs(0))
        .hasMessageContaining("number of epochs")
        .hasMessage("expected a number of epochs of at least 1, got 0");
  }

  private static List<Integer> epochs(Recipe recipe) {
    return recipe.phases().stream().map(Phase::epochs).toList();
  }

  @Test
  void stepsAreThoseOfThePrunedEpochs() {
    long steps =
        IntStream.range(0, 9)
            .mapToLong(epoch -> FAST.images(epoch, 12_000) / FAST.batchSize())
            .sum();
    assertThat(FAST.totalSteps(12_000)).isEqualTo(steps).isLessThan(9 * 12_000 / 64);
    assertThat(PAPER.epochs(50_000)).as("390 steps an epoch").isEqualTo(165);
    assertThat(PAPER.phase(164)).as("the last phase continues").isEqualTo(PAPER.phase(0));
    assertThat(FAST.phase(5)).isNotEqualTo(FAST.phase(6));
  }

  @Test
  void recipesAreFoundByName() {
    for (String name : Recipes.standard().names()) {
      assertThat(Recipes.standard().named(name, RESNET, IMAGES.train()).name()).isEqualTo(name);
    }
    Dataset train = IMAGES.train();
    Recipes more =
        Recipes.standard()
            .with("slow", (network, images) -> Recipes.standard().named("fast", network, images));
    assertThat(more.named("slow", RESNET, IMAGES.train())).isEqualTo(FAST);
    assertThat(more.names()).endsWith("slow");
    assertThatThrownBy(() -> more.with("slow", (network, images) -> FAST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slow");
    assertThatThrownBy(() -> Recipes.standard().named("slow", RESNET, train))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fast, paper, paper-deep")
        .hasMessageContaining("slow");
  }

  @Test
  void aRecipeSurvivesItsRecord() throws Exception {
    for (Recipe recipe : List.of(FAST, PAPER, TinyRun.fastRecipe(4))) {
      assertThat(Json.read(Json.line(recipe), Recipe.class)).isEqualTo(recipe);
    }
  }

  @Test
  void aNetworkWithoutNormalisationGetsASmallerRate() {
    Architecture bare =
        Catalog.standard().build("resnet20", options -> options.withNorm(Options.Norm.NONE));
    Muon muon = (Muon) Recipes.standard().named("fast", bare, IMAGES.train()).optimizer();
    assertThat(muon.rest().rate()).isLessThan(((Muon) FAST.optimizer()).rest().rate() / 5);
    Sgd sgd = (Sgd) Recipes.standard().named("paper", bare, IMAGES.train()).optimizer();
    assertThat(sgd.rate()).isEqualTo(muon.rest().rate());
  }

  @Test
  void imagesOfAPhaseMustSuitTheNetwork() {
    Dataset images = IMAGES.train().resized(32);
    Architecture vgg = Catalog.standard().build("vgg11", o -> o.withInput(images.shape()));
    Recipe fast = Recipes.standard().named("fast", vgg, images);
    assertThatThrownBy(() -> fast.requireFit(vgg, images))
        .hasMessageContaining("recipe fast shows images of 1x27x27, which do not fit vgg11")
        .hasMessageContaining("another recipe");
    Recipes.standard().named("paper", vgg, images).requireFit(vgg, images);
  }

  @Test
  void everyShardNeedsTwoValuesOfAChannel() {
    Dataset images = IMAGES.train().resized(32);
    Architecture vgg = Catalog.standard().build("vgg11-bn", o -> o.withInput(images.shape()));
    // Its last stage has maps of 2x2: one image is enough.
    PAPER.withBatchSize(2).requireFit(vgg, images);
    Architecture resnet = Catalog.standard().build("resnet18", o -> o.withInput(images.shape()));
    assertThatThrownBy(() -> PAPER.withBatchSize(3).requireFit(resnet, images))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "expected a batch size of at least 4 for resnet18 on images of 1x32x32")
        .hasMessageContaining("layer4.0.bn1 expects more than 1 value of each channel");
    PAPER.withBatchSize(4).requireFit(resnet, images);
    Set<String> frozen = new Backbone(resnet).upTo(Backbone.ALL);
    PAPER.withBatchSize(3).requireFit(resnet, images, frozen);
  }

  @Test
  void largeImagesAreRefusedBeforeMemoryIsTaken() {
    Dataset images = IMAGES.train();
    Architecture resnet = Catalog.standard().build("resnet20", o -> o.withInput(images.shape()));
    Recipe large =
        new Recipe(
            "large",
            0,
            List.of(new Phase(1, 8_000, Augmentation.NONE)),
            64,
            2,
            PAPER.optimizer(),
            PAPER.schedule(),
            0,
            false,
            null,
            0);
    assertThatThrownBy(() -> large.requireFit(resnet, images))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("images of 1x8000x8000 are too large for resnet20");
  }
}
