package org.resnet4j.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.MemoryDataset;
import org.resnet4j.image.Filter;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.layer.Shape;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.run.RunRecord;

class RecipeFileTest {
  private static Recipe recipe(String name) {
    Architecture network = Catalog.standard().build("resnet18");
    Dataset data =
        new MemoryDataset(
            "two", List.of("a", "b"), new Shape(3, 224, 224), new byte[2 * 150_528], new byte[2]);
    return Recipes.standard().named(name, network, data);
  }

  static Stream<String> names() {
    return Recipes.standard().names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsShownIsReadBack(String name, @TempDir Path folder) throws Exception {
    Recipe recipe = recipe(name);
    Path file = Files.writeString(folder.resolve("my.json"), RecipeFile.text(recipe));
    assertThat(RecipeFile.read(file)).isEqualTo(recipe);
    assertThat(RecipeFile.text(RecipeFile.read(file))).isEqualTo(RecipeFile.text(recipe));
    assertThat(RecipeFile.with(recipe, List.of())).isEqualTo(recipe);
  }

  @Test
  void singleValuesAreChanged() {
    Recipe changed =
        RecipeFile.with(
            recipe("rsb-a2"),
            List.of(
                "optimizer.rate=0.25",
                "phases.0.epochs=8",
                "phases.0.augmentation.framing.filter=BILINEAR",
                "phases.0.augmentation.cutout=3",
                "binary=null",
                "clip=2",
                "name=mine"));
    assertThat(changed.name()).isEqualTo("mine");
    assertThat(changed.phases().get(0).epochs()).isEqualTo(8);
    assertThat(changed.phases().get(0).augmentation().cutout()).isEqualTo(3);
    assertThat(changed.binary()).isNull();
    assertThat(changed.clip()).isEqualTo(2);
    assertThat(RecipeFile.text(changed)).contains("BILINEAR", "0.25").doesNotContain("binary");
    Recipe back =
        RecipeFile.with(
            changed,
            List.of(
                "optimizer.rate=0.005",
                "phases.0.epochs=300",
                "phases.0.augmentation.framing.filter=" + Filter.BICUBIC,
                "phases.0.augmentation.cutout=0",
                "binary={\"threshold\":0.2}",
                "clip=1",
                "name=rsb-a2"));
    assertThat(back).isEqualTo(recipe("rsb-a2"));
    assertThat(
            RecipeFile.with(
                    recipe("imagenet-90"),
                    List.of(
                        "optimizer={\"kind\":\"sgd\",\"rate\":1,\"momentum\":0,\"nesterov\":false,"
                            + "\"weightDecay\":0,\"decayNorms\":true}"))
                .optimizer())
        .isEqualTo(new Sgd(1, 0, false, 0, true));
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer.rat=1, 'rate'",
    "optimiser.rate=1, optimiser",
    "batchsize=1, 'batchSize'",
    "phases.1.epochs=3, phases.1.epochs",
    "phases.-1.epochs=3, phases.-1.epochs",
    "phases.0.epochs.x=3, phases.0.epochs.x",
    "batchSize=many, batchSize",
    "batchSize=1.5, batchSize",
    "batchSize=null, batchSize",
    "optimizer.rate=-1, learning rate above 0",
    "parts=7, divides the batch size",
    "optimizer.kind=sdg, sdg",
    "=3, NAME=VALUE",
    "clip, NAME=VALUE"
  })
  void whatIsNoValueIsRefusedByName(String assignment, String part) {
    assertThatThrownBy(() -> RecipeFile.with(recipe("imagenet-90"), List.of(assignment)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith(assignment + ": ")
        .contains(part)
        .doesNotContain("\n");
  }

  @Test
  void anIncompleteFileIsNamed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("my.json");
    Files.writeString(file, RecipeFile.text(recipe("rsb-a1")).replace("\"shards\" : 2,", ""));
    assertThatThrownBy(() -> RecipeFile.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContainingAll("my.json", "shards", "missing");
  }

  /** The seed of the fuzzer is of a time before the optional components. */
  @Test
  void aRunOfAnEarlierVersionIsRead() throws Exception {
    String text;
    try (InputStream in = RecipeFileTest.class.getResourceAsStream("/fuzz/json/run")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    Recipe recipe = Json.read(text, RunRecord.class).settings().recipe();
    assertThat(recipe.phases()).containsExactly(new Phase(164, 0, Augmentation.PAPER));
    assertThat(recipe.partCount()).isEqualTo(1);
    assertThat(recipe.partSize()).isEqualTo(128);
    assertThat(recipe.binary()).isNull();
    assertThat(recipe.clip()).isNull();
    assertThat(recipe.averaging()).isNull();
    assertThat(recipe.averageShare(1, 10)).isEqualTo(1);
    assertThat(recipe.phase(0).augmentation().copies()).isEqualTo(1);
    assertThat(recipe.phase(0).augmentation().effects()).isEmpty();
  }
}
