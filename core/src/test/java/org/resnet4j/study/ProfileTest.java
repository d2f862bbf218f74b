package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Dataset;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Precision;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.RunSettings;

class ProfileTest {
  private static final Dataset IMAGES = TinyStudy.data(640).train();

  private static Architecture network(String model) {
    return Subject.of(model).build(Catalog.standard(), IMAGES);
  }

  private static double warmup(String model) {
    Recipe recipe = Profile.PAPER.recipe(network(model), IMAGES, 0);
    return ((Schedule.Milestones) recipe.schedule()).warmup();
  }

  @Test
  void networksOf110LayersAndMoreWarmUp() {
    assertThat(List.of("resnet20", "plain56", "plain34")).allMatch(model -> warmup(model) == 0);
    assertThat(List.of("plain110", "preact-resnet110", "resnet152-stem3x3"))
        .allMatch(model -> warmup(model) > 0);
  }

  @Test
  void aNetworkWithoutNormalisationTrainsAtASmallerRate() {
    Architecture normalised = network("plain20");
    Architecture bare =
        Subject.of("plain20")
            .with(options -> options.withNorm(Options.Norm.NONE))
            .build(Catalog.standard(), IMAGES);
    for (Profile profile : Profile.values()) {
      assertThat(rate(profile, bare)).isEqualTo(0.02);
    }
    assertThat(rate(Profile.STANDARD, normalised)).isEqualTo(0.1);
    assertThat(rate(Profile.PAPER, normalised)).isEqualTo(0.1);
  }

  private static double rate(Profile profile, Architecture network) {
    return ((Sgd) profile.recipe(network, IMAGES, 0).optimizer()).rate();
  }

  @Test
  void standardIsThePaperCut() {
    Architecture network = network("resnet20");
    Recipe paper = Recipes.standard().named("paper", network, IMAGES);
    assertThat(Profile.STANDARD.recipe(network, IMAGES, 0)).isEqualTo(paper.withEpochs(12));
    assertThat(Profile.PAPER.recipe(network, IMAGES, 0)).isEqualTo(paper);
    assertThat(Profile.PAPER.recipe(network, IMAGES, 5)).isEqualTo(paper.withEpochs(5));
  }

  /** A study must find its earlier trainings: the name is that of an existing run. */
  @Test
  void runsKeepTheirNames() {
    Architecture network = network("plain20");
    RunSettings settings =
        new RunSettings(
            "plain20",
            network.options(),
            "fashion-mnist-mini",
            3_000,
            1_000,
            Profile.QUICK.recipe(network, IMAGES, 0),
            Initialization.DEFAULT,
            0,
            Device.CPU,
            Precision.BF16,
            2,
            null);
    assertThat(Trainings.name(settings)).isEqualTo("plain20-seed0-49f3a5a8");
  }

  private static String comparison(
      Profile profile, String data, int train, int test, int seeds, int epochs) {
    return profile.comparison(
        new StudySettings(
            profile, data, train, test, seeds, epochs, Device.CPU, Precision.FP32, 1));
  }

  @Test
  void aProfileSpeaksForItselfOnlyWhereNothingWasChanged() {
    assertThat(comparison(Profile.QUICK, "fashion-mnist-mini", 3_000, 1_000, 3, 4))
        .startsWith("The quick profile trains on 3,000 pictures of clothes")
        .doesNotContain("changed");
    assertThat(comparison(Profile.STANDARD, "cifar10", 0, 0, 1, 0))
        .contains("4,680 steps", "error rates cannot");
    assertThat(comparison(Profile.PAPER, "cifar10", 0, 0, 5, 0))
        .contains("64,000 steps", "Errors can be compared");
  }

  @Test
  void whatWasChangedIsNamed() {
    assertThat(comparison(Profile.QUICK, "cifar10", 3_000, 500, 3, 1))
        .startsWith(
            "The quick profile was changed: cifar10 instead of fashion-mnist-mini, 500 test images"
                + " instead of 1,000, 1 epoch instead of 4. ")
        .contains("error rates cannot")
        .doesNotContain("clothes");
    assertThat(comparison(Profile.STANDARD, "cifar10", 5_000, 0, 3, 2))
        .contains("5,000 training images instead of all, 2 epochs instead of 12")
        .doesNotContain("4,680");
    assertThat(comparison(Profile.PAPER, "cifar10", 0, 0, 5, 5))
        .contains("5 epochs instead of 64,000 steps")
        .doesNotContain("Errors can");
  }

  @Test
  void recipesAreToldInWords() {
    assertThat(RecipeText.rows(Profile.PAPER.recipe(network("plain110"), IMAGES, 0), 50_000))
        .containsExactly(
            Map.entry("epochs", "165"),
            Map.entry("steps", "64,000"),
            Map.entry("batch size", "128, in 2 parts that are normalised apart"),
            Map.entry(
                "learning rate",
                "0.1, times 0.1 after 50 % and again after 75 % of the steps, times 0.1 for the"
                    + " first 0.625 %"),
            Map.entry("optimizer", "SGD, momentum 0.9"),
            Map.entry("weight decay", "0.0001, of normalisations and biases too"));
  }

  @Test
  void aTableOfRecipesNamesTheSubjectsWhereTheyDiffer() {
    StudySettings settings =
        new StudySettings(Profile.STANDARD, "x", 0, 0, 1, 1, Device.CPU, Precision.FP32, 1);
    Trainings trainings =
        new Trainings(
            settings, null, List.of(), Catalog.standard(), TinyStudy.data(640), Path.of("none"));
    Subject bare =
        Subject.of("plain20").named("bare").with(options -> options.withNorm(Options.Norm.NONE));
    assertThat(trainings.recipes(List.of(Subject.of("plain20"), Subject.of("resnet20"), bare)))
        .containsEntry("epochs", "1")
        .containsEntry(
            "learning rate",
            "0.1, times 0.1 after 50 % and again after 75 % of the steps (plain20, resnet20); 0.02,"
                + " times 0.1 after 50 % and again after 75 % of the steps (bare)");
    assertThat(trainings.recipes(List.of())).isEmpty();
  }
}
