package org.resnet4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Filter;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.SafeTensors;

/** The preprocessing for weights whose file does not state it: the numbers of their authors. */
class ConventionsTest {
  private static final Normalisation IMAGENET =
      new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
  private static final ResizeCrop AS_IT_IS = new ResizeCrop(32, 32, 32, Filter.BILINEAR);
  private static final ResizeCrop CUSTOMARY = new ResizeCrop(256, 224, 224, Filter.BILINEAR);

  @TempDir private Path folder;

  /** The card that a file gets that holds nothing but the tensors of a network. */
  private ModelCard card(String model, Shape input, int classes, UnaryOperator<String> names)
      throws Exception {
    Path file = folder.resolve("weights.safetensors");
    var architecture =
        Catalog.standard().build(model, o -> o.withInput(input).withClasses(classes));
    try (Network network =
            Network.create(architecture, Initialization.DEFAULT, 1, Device.CPU, Precision.FP32);
        TensorMap renamed = new TensorMap()) {
      network.state().asMap().forEach((name, tensor) -> renamed.put(names.apply(name), tensor));
      SafeTensors.write(file, Map.of(), renamed);
    }
    try (Model read = Model.load(file, InferenceOptions.standard())) {
      return read.card();
    }
  }

  private static String renamed(String name) {
    return name.replace("fc.", "linear.").replace("downsample", "shortcut");
  }

  /** kuangliu/pytorch-cifar: the transforms of its main.py. */
  @Test
  void pytorchCifarDividesByItsOwnNumbers() throws Exception {
    ModelCard card = card("resnet18-stem3x3", new Shape(3, 32, 32), 10, ConventionsTest::renamed);
    assertThat(card.preprocessing())
        .isEqualTo(
            new Preprocessing(
                AS_IT_IS,
                new Normalisation(
                    List.of(0.4914, 0.4822, 0.4465), List.of(0.2023, 0.1994, 0.2010))));
    assertThat(card.trainedOn()).isEqualTo("cifar10");
  }

  /** akamaster/pytorch_resnet_cifar10: trainer.py has ImageNet's. */
  @Test
  void pytorchResnetCifar10DividesByImageNets() throws Exception {
    ModelCard card = card("resnet20", new Shape(3, 32, 32), 10, ConventionsTest::renamed);
    assertThat(card.preprocessing()).isEqualTo(new Preprocessing(AS_IT_IS, IMAGENET));
    assertThat(card.trainedOn()).isEqualTo("cifar10");
  }

  @Test
  void aThousandClassesAreImageNets() throws Exception {
    ModelCard card = card("resnet18", new Shape(3, 224, 224), 1000, name -> name);
    assertThat(card.preprocessing()).isEqualTo(new Preprocessing(CUSTOMARY, IMAGENET));
    assertThat(card.trainedOn()).isEqualTo("imagenet");
  }

  @Test
  void oneChannelIsBroughtToMinusOneToOne() throws Exception {
    ModelCard card = card("resnet20", new Shape(1, 32, 32), 10, name -> name);
    assertThat(card.preprocessing().normalisation())
        .isEqualTo(new Normalisation(List.of(0.5), List.of(0.5)));
    assertThat(card.trainedOn()).isEmpty();
  }

  private static Preprocessing published(String name) {
    return ModelZoo.standard().named(name).orElseThrow().preprocessing();
  }

  /** torchvision 0.14, the transforms of its weights. */
  @Test
  void publishedWeightsSeePicturesAsTheyWereEvaluated() {
    assertThat(published("resnet50-imagenet")).isEqualTo(new Preprocessing(CUSTOMARY, IMAGENET));
    assertThat(published("resnet50-imagenet-v2"))
        .isEqualTo(new Preprocessing(new ResizeCrop(232, 224, 224, Filter.BILINEAR), IMAGENET));
    Normalisation half = new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    assertThat(published("googlenet-imagenet")).isEqualTo(new Preprocessing(CUSTOMARY, half));
  }
}
