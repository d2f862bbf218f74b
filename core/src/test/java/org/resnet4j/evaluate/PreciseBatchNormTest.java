package org.resnet4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.infer.Noise;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.random.Randomness;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.ReferenceFill;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;

class PreciseBatchNormTest {
  private static final int IMAGES = 130;
  private static final Shape SHAPE = new Shape(3, 32, 32);
  private static final Normalisation NORMALISATION =
      new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

  /** The images of {@code evaluation.py}, placed so that they are drawn in its order. */
  private static Dataset images() {
    int bytes = (int) SHAPE.size();
    byte[] pixels = Noise.bytes(7, IMAGES * bytes);
    int[] order = Randomness.permutation(IMAGES, 0, Randomness.Purpose.ORDER, 0);
    Image[] placed = new Image[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      placed[order[i]] =
          new Image(Arrays.copyOfRange(pixels, i * bytes, (i + 1) * bytes), 3, 32, 32);
    }
    return new Noise.Pictures(SHAPE, List.of(placed));
  }

  private static Network filled() {
    Architecture architecture = Catalog.standard().build("cifar-resnet8");
    try (PointerScope scope = new PointerScope();
        TensorMap tensors = new TensorMap()) {
      for (Parameter parameter : architecture.layers().allParameters()) {
        if (parameter.role() != Parameter.Role.BATCHES) {
          long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
          tensors.put(parameter.name(), torch.tensor(ReferenceFill.fill(parameter)).reshape(shape));
        }
      }
      return Network.of(architecture, tensors, Device.CPU, Precision.FP32);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void agreesWithPyTorch(int threads) throws Exception {
    JsonNode reference;
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                PreciseBatchNormTest.class.getResourceAsStream("population.json.gz")))) {
      reference = new ObjectMapper().readTree(in);
    }
    assertThat(reference.size()).isEqualTo(7);
    try (Workers workers = new Workers(Device.CPU, threads, threads);
        Network network = filled();
        Network precise = PreciseBatchNorm.of(network, images(), NORMALISATION, IMAGES, workers)) {
      for (Map.Entry<String, JsonNode> norm : reference.properties()) {
        check(precise, norm.getKey() + ".running_mean", norm.getValue().get("mean"));
        check(precise, norm.getKey() + ".running_var", norm.getValue().get("variance"));
      }
      String untouched = "layer1.0.bn1.weight";
      assertThat(HostMemory.floats(precise.state().get(untouched)))
          .isEqualTo(HostMemory.floats(network.state().get(untouched)));
    }
  }

  private static void check(Network network, String name, JsonNode expected) {
    float[] ours = HostMemory.floats(network.state().get(name));
    double largest = 0;
    double difference = 0;
    for (int c = 0; c < ours.length; c++) {
      largest = Math.max(largest, Math.abs(expected.get(c).asDouble()));
      difference = Math.max(difference, Math.abs(ours[c] - expected.get(c).asDouble()));
    }
    assertThat(difference / largest).as(name).isLessThan(1e-5);
  }

  @Test
  void whatCannotBeEstimatedIsRefused() {
    try (Workers workers = new Workers(Device.CPU, 1, 1);
        Network network = filled();
        Network plain =
            Network.create(
                Catalog.standard().build("vgg11"),
                Initialization.DEFAULT,
                0,
                Device.CPU,
                Precision.FP32)) {
      for (int images : new int[] {-1, 0, 1, IMAGES + 1}) {
        assertThatThrownBy(
                () -> PreciseBatchNorm.of(network, images(), NORMALISATION, images, workers))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("2 to 130", "noise", String.valueOf(images));
      }
      assertThatThrownBy(() -> PreciseBatchNorm.of(plain, images(), NORMALISATION, 9, workers))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("vgg11", "no batch normalisation");
    }
  }
}
