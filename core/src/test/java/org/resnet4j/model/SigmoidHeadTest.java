package org.resnet4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.export.pytorch.PyTorchExport;
import org.resnet4j.image.Image;
import org.resnet4j.infer.Noise;
import org.resnet4j.infer.Prediction;
import org.resnet4j.infer.Predictor;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;

/** A binary classifier as PyTorch's BCEWithLogitsLoss trains it. */
class SigmoidHeadTest {
  private static final Image PICTURE = Noise.picture(5, 32, 32);

  @TempDir private Path folder;
  private Path file;
  private double logit;
  private Preprocessing cifar = Preprocessing.IMAGENET;

  /** The network of CIFAR-10 with the difference of two logits for its only one. */
  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("one.pth");
    try (Predictor ten = new Predictor(ten(), 1)) {
      float[] logits = ten.logits(List.of(ten.input(PICTURE))).get(0);
      logit = logits[3] - logits[5];
      cifar = ten.card().preprocessing();
    }
    try (Model ten = ten();
        TensorMap one = ten.network().state().copy(name -> !name.startsWith("fc."));
        PointerScope scope = new PointerScope()) {
      var weight = ten.network().state().get("fc.weight").detach();
      var bias = ten.network().state().get("fc.bias").detach();
      one.put("fc.weight", weight.narrow(0, 3, 1).sub(weight.narrow(0, 5, 1)));
      one.put("fc.bias", bias.narrow(0, 3, 1).sub(bias.narrow(0, 5, 1)));
      PyTorchExport.write(file, one, Map.of());
    }
  }

  private static Model ten() throws Exception {
    return Model.load("resnet20-cifar10", Catalog.standard(), Device.CPU, Precision.FP32);
  }

  private Hints named(String... classes) {
    return new Hints("resnet20", List.of(classes), cifar.frame(), cifar.normalisation());
  }

  private Model load(Hints hints) throws Exception {
    return Model.load(file.toString(), hints, Catalog.standard(), Device.CPU, Precision.FP32);
  }

  @Test
  void itsSigmoidIsTheProbabilityOfTheSecondClass() throws Exception {
    Model model = load(named("dog", "cat"));
    assertThat(model.assumption()).contains("one logit", "sigmoid", "class 1");
    assertThat(model.card().options().classes()).isEqualTo(2);
    double cat = 1 / (1 + Math.exp(-logit));
    try (Predictor predictor = new Predictor(model, 1)) {
      Prediction prediction = predictor.predict(PICTURE);
      assertThat(prediction.top()).hasSize(2);
      for (Prediction.Label label : prediction.top()) {
        assertThat(label.probability())
            .isCloseTo(label.label().equals("cat") ? cat : 1 - cat, within(1e-4));
      }
    }
  }

  @Test
  void oneNameIsTooFew() {
    assertThatThrownBy(() -> load(named("cat")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one.pth: expected 2 class names, one for each logit, got 1");
  }
}
