package org.resnet4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.infer.Predictor;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.SafeTensors;
import org.resnet4j.weights.WeightFile;

/** One network in the forms that {@code checkpoints.py} wrote, against PyTorch's logits of it. */
class CheckpointsTest {
  @TempDir private Path folder;

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            CheckpointsTest.class.getResourceAsStream("/weights/checkpoints/" + name))) {
      return in.readAllBytes();
    }
  }

  private Path file(String name) throws IOException {
    return Files.write(folder.resolve(name), resource(name));
  }

  private Model load(String name, @Nullable String key) throws IOException {
    return Model.load(
        file(name).toString(),
        Hints.NONE.withKey(key),
        Catalog.standard(),
        Device.CPU,
        Precision.FP32);
  }

  private static Tensor images() {
    float[] values = new float[3 * 32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 251) / 125f - 1;
    }
    return torch.tensor(values).reshape(1, 3, 32, 32);
  }

  private static void assertRightLogits(Model model) throws IOException {
    JsonNode expected = new ObjectMapper().readTree(resource("logits.json"));
    try (PointerScope scope = new PointerScope()) {
      float[] actual = HostMemory.floats(model.network().forward(images()));
      for (int i = 0; i < expected.size(); i++) {
        assertThat((double) actual[i]).isCloseTo(expected.get(i).asDouble(), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "objects.pth        | (in state_dict)               |",
        "student.pth        | (in student)                  |",
        "nested.pth         | (in checkpoint, params, module.encoder.) |",
        "criterion.ckpt     | (in state_dict, model.)       |"
            + " left out what is not the network's: criterion.weight",
        "averaged.pth       | (in state_dict_ema)           |"
            + " took state_dict_ema, the averaged weights; the file also holds state_dict"
            + "; choose one by its key",
        "average-inside.pth | (in state_dict, ema_model.)   | left out what is not the network's:"
            + " model.conv1.weight, model.bn1.weight, model.bn1.bias, model.bn1.running_mean and"
            + " 40 more",
      })
  void holdsTheNetwork(String name, String where, @Nullable String note) throws IOException {
    try (Model model = load(name, null)) {
      assertThat(model.card().model()).isEqualTo("cifar-resnet8");
      assertThat(model.assumption()).contains(where);
      assertThat(model.notes()).isEqualTo(note == null ? List.of() : List.of(note));
      assertThat(model.hasHead()).isTrue();
      assertRightLogits(model);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two.pth", "two-inside.pth"})
  void oneOfTwoIsTakenByItsKey(String name) throws IOException {
    assertThatThrownBy(() -> load(name, null).close())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("it holds several networks: teacher, student; choose one by its key");
    try (Model model = load(name, "student")) {
      assertThat(model.notes()).isEmpty();
      assertRightLogits(model);
    }
    try (Model teacher = load(name, "teacher");
        PointerScope scope = new PointerScope()) {
      assertThat(HostMemory.floats(teacher.network().forward(images()))).containsOnly(0);
    }
    assertThatThrownBy(() -> load(name, "ema").close()).isInstanceOf(FormatException.class);
  }

  @Test
  void theWeightsBesideTheirAverageAreTakenByTheirKey() throws IOException {
    try (Model model = load("averaged.pth", "state_dict");
        PointerScope scope = new PointerScope()) {
      assertThat(HostMemory.floats(model.network().forward(images()))).containsOnly(0);
    }
    assertThatThrownBy(() -> load("averaged.pth", "student").close())
        .hasMessageContaining(
            "holds nothing under the name 'student'; it holds state_dict, state_dict_ema");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "headless.pth     |           |",
        "head-dropout.pth |           | fc.1.weight, fc.1.bias",
        "moco.pth.tar     | encoder_k | ",
        "moco.pth.tar     |           | module.encoder_q.fc.0.weight, module.encoder_q.fc.2.weight,"
            + " module.encoder_k.conv1.weight, module.encoder_k.bn1.weight and 41 more",
      })
  void aBackboneAloneHasFeatures(String name, @Nullable String key, @Nullable String leftOut)
      throws IOException {
    try (Model model = load(name, key);
        Model whole = load("student.pth", null);
        PointerScope scope = new PointerScope()) {
      assertThat(model.hasHead()).isFalse();
      assertThat(model.card().model()).isEqualTo("cifar-resnet8");
      assertThat(model.assumption()).endsWith("no classes");
      assertThat(model.notes())
          .isEqualTo(
              leftOut == null
                  ? List.of()
                  : List.of("left out what is not the network's: " + leftOut));
      float[] features = HostMemory.floats(model.network().features(images(), "pool"));
      assertThat(features)
          .isEqualTo(HostMemory.floats(whole.network().features(images(), "pool")))
          .hasSize(64);
      assertThatThrownBy(model::requireHead)
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("have no head (fc.weight, fc.bias)")
          .hasMessageContaining(leftOut == null ? "your classes" : "left out")
          .hasMessageContaining("fine-tune them on your classes");
    }
  }

  @Test
  void whatTheCallerKnowsIsNotAssumed() throws IOException {
    Hints hints = new Hints(null, null, ResizeCrop.square(40), Normalisation.IMAGENET);
    InferenceOptions known = InferenceOptions.standard().withHints(hints);
    try (Predictor predictor = Predictor.load(file("headless.pth"), known)) {
      assertThat(predictor.assumption()).endsWith("by its tensors; assumed: no classes");
    }
  }

  @Test
  void aPredictorWithoutAHeadGivesFeaturesAlone() throws IOException {
    try (Predictor predictor = Predictor.load(file("headless.pth"))) {
      predictor.warmUp();
      Input input = predictor.input(new Image(3, 40, 40));
      assertThat(predictor.features(List.of(input), "pool").get(0)).hasSize(64);
      assertThatThrownBy(() -> predictor.predict(input))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("have no head (fc.weight, fc.bias)");
      assertThatThrownBy(() -> predictor.explain(input, 0))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** A file chooses the names in it, and they end up on terminals. */
  @Test
  void namesOfAFileAreShownWithoutControlCodes() throws IOException {
    Path path = folder.resolve("a.safetensors");
    try (WeightFile file = WeightFile.read(file("student.pth"));
        TensorMap more = new TensorMap()) {
      more.putAll("model\u001b[31m.", file.tensors());
      more.put("x\u0007\n", file.tensors().get("fc.bias"));
      SafeTensors.write(path, Map.of(), more);
    }
    try (Predictor predictor = Predictor.load(path)) {
      assertThat(predictor.assumption()).contains("(in model [31m.)");
      assertThat(predictor.notes()).containsExactly("left out what is not the network's: x ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refused-attention.pth        | unexpected 1 (attention.query.weight)",
        "refused-module-inside.pth    | its keys: epoch model, of torch.nn.modules.conv.Conv2d",
        "refused-module-inside.pth    | torch.save(model.state_dict(), 'NEW.pth')",
        "refused-attack.pth           | posix.system is not allowed in a weight file",
        "refused-quantised.pth        | weights quantized by torch (torch.QInt8Storage)",
        "refused-quantised-tensor.pth | weights quantized by torch (torch.QInt8Storage)",
      })
  void isRefused(String name, String why) throws IOException {
    assertThatThrownBy(() -> load(name, null).close())
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(folder.resolve(name) + ": ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
    assertThat(Path.of("attacked")).doesNotExist();
  }

  /** Old files also refer to the classes of networks that they hold. */
  @Test
  void objectsInOldFilesArePassedOver() throws IOException {
    try (WeightFile file = WeightFile.read(file("objects-legacy.pth"))) {
      assertThat(file.wrapping()).isEqualTo("state_dict");
      assertThat(file.tensors().asMap()).containsOnlyKeys("conv1.weight");
    }
  }
}
