package org.resnet4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.export.pytorch.PyTorchExport;
import org.resnet4j.image.Image;
import org.resnet4j.infer.Predictor;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.SafeTensors;

/** Weights whose answer would be NaN in PyTorch, which the rectifiers of a plan turn into 0. */
class DamagedWeightsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "layer2.0.conv1.weight, NaN",
    "layer3.0.bn1.running_mean, NaN",
    "layer1.0.bn1.running_var, -1.0",
    "layer1.0.bn1.running_var, Infinity",
    "bn1.weight, -Infinity",
    "fc.bias, NaN"
  })
  void areRefusedByNameWhateverTheirFormat(String name, double value) throws Exception {
    Path plain = folder.resolve("plain.pth");
    Path card = folder.resolve("card.safetensors");
    try (Model model = load("resnet20-cifar10");
        TensorMap tensors = model.network().state().copy(each -> true);
        PointerScope scope = new PointerScope()) {
      tensors.get(name).narrow(0, 3, 1).fill_(new Scalar(value));
      PyTorchExport.write(plain, tensors, Map.of());
      SafeTensors.write(card, Model.metadata(model.card()), tensors);
      assertThatThrownBy(
              () -> Network.of(model.network().architecture(), tensors, Device.CPU, Precision.FP32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name + " holds " + value);
    }
    for (Path file : new Path[] {plain, card}) {
      assertThatThrownBy(() -> load(file.toString()))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith(file + ": " + name + " holds " + value)
          .hasMessageNotContaining("\n");
      assertThatThrownBy(() -> Predictor.load(file)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void aVarianceOfZeroIsOneOfAChannelThatIsAlwaysTheSame() throws Exception {
    Path file = folder.resolve("zero.safetensors");
    try (Model model = load("resnet20-cifar10");
        PointerScope scope = new PointerScope();
        TensorMap tensors = model.network().state().copy(each -> true)) {
      tensors.get("layer1.0.bn1.running_var").fill_(new Scalar(0));
      SafeTensors.write(file, Model.metadata(model.card()), tensors);
    }
    try (Predictor predictor = Predictor.load(file)) {
      assertThat(predictor.predict(new Image(3, 32, 32)).probability()).isBetween(0.1, 1.0);
    }
  }

  private static Model load(String source) throws Exception {
    return Model.load(source, Catalog.standard(), Device.CPU, Precision.FP32);
  }
}
