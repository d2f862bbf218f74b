package org.resnet4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.io.FormatException;

class ModelCardTest {
  private static final Options OPTIONS = Options.cifar(Shortcut.ZERO_PADDING).withClasses(2);

  private static final ModelCard CARD =
      new ModelCard(
          "resnet20", OPTIONS, List.of("cat", "dog"), Preprocessing.IMAGENET, "pets", 0.75);

  @Test
  void isReadAsItWasWritten() throws Exception {
    assertThat(ModelCard.parse(CARD.toJson())).isEqualTo(CARD);
    ModelCard unknown =
        new ModelCard("resnet20", OPTIONS, ModelCard.unnamed(2), Preprocessing.IMAGENET, "", null);
    assertThat(ModelCard.parse(unknown.toJson())).isEqualTo(unknown);
    assertThat(unknown.named()).isFalse();
    assertThat(CARD.named()).isTrue();
  }

  @Test
  void theFirstFormHadJustANormalisation() throws Exception {
    String old =
        """
        {"model":"resnet20","options":{"input":{"channels":3,"height":32,"width":32},"classes":2,
        "shortcut":"ZERO_PADDING","norm":"BATCH","strideOn":"CONV3X3","auxiliary":false},
        "classes":["cat","dog"],
        "normalisation":{"mean":[0.4914,0.4822,0.4465],"std":[0.247,0.2435,0.2616]},
        "trainedOn":"cifar10","top1":0.9186}\
        """;
    ModelCard card = ModelCard.parse(old);
    assertThat(card.preprocessing().frame()).isEqualTo(ResizeCrop.square(32));
    assertThat(card.preprocessing().normalisation().std())
        .isEqualTo(List.of(0.247, 0.2435, 0.2616));
    assertThat(card.top1()).isEqualTo(0.9186);
    assertThat(card.options()).isEqualTo(OPTIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"normalisation\":3}",
        "{\"model\":\"resnet20\",\"normalisation\":{\"mean\":[],\"std\":[]}}",
        "{\"options\":null,\"classes\":null}",
        "[[[[[[[[[[["
      })
  void anythingElseIsRefused(String json) {
    assertThatThrownBy(() -> ModelCard.parse(json))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("model card");
  }

  @Test
  void itsPartsMustFitTogether() {
    assertThatThrownBy(() -> CARD.withClasses(List.of("cat")))
        .hasMessageContaining("expected 2 class names, one for each logit, got 1");
    assertThatThrownBy(
            () ->
                new ModelCard(
                    "resnet20",
                    OPTIONS.withClasses(1),
                    List.of("cat"),
                    Preprocessing.IMAGENET,
                    "",
                    null))
        .hasMessageContaining("at least 2 classes");
    Normalisation grey = new Normalisation(List.of(0.5), List.of(0.5));
    assertThatThrownBy(() -> CARD.withPreprocessing(new Preprocessing(ResizeCrop.IMAGENET, grey)))
        .hasMessageContaining("3 channels");
  }

  @Test
  void aDataSetFindsItsClassesByNameByIdOrInOrder() {
    ModelCard unnamed = CARD.withClasses(ModelCard.unnamed(2));
    assertThat(unnamed.keys(List.of("x", "y"))).containsExactly("x", "y");
    assertThat(unnamed.keys(List.of("x", "y", "z"))).isEqualTo(unnamed.classes());
    List<String> ids = List.of("n02979186", "n01440764");
    assertThat(CARD.keys(ids)).as("not trained on ImageNet").isEqualTo(CARD.classes());
    ModelCard imageNet =
        new ModelCard(
            "resnet18",
            OPTIONS.withClasses(1_000),
            Conventions.imageNetClasses(),
            Preprocessing.IMAGENET,
            ModelCard.IMAGENET,
            null);
    List<String> keys = imageNet.keys(ids);
    assertThat(keys).hasSize(1_000).doesNotHaveDuplicates().isSorted();
    assertThat(imageNet.classes().get(keys.indexOf("n02979186"))).isEqualTo("cassette player");
    assertThat(imageNet.classes().get(keys.indexOf("n01440764"))).isEqualTo("tench");
    assertThat(imageNet.keys(List.of("n01440764", "dog"))).isEqualTo(imageNet.classes());
  }
}
