package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.layer.Parameter;

/** That both sides of the comparison with PyTorch speak of the same networks and values. */
class ReferenceDataTest {
  static Stream<String> networks() {
    return ReferenceNetworks.NAMES.stream();
  }

  /** The stored file of one network; its format is described in {@code reference.py}. */
  static JsonNode read(String network) throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                ReferenceDataTest.class.getResourceAsStream(
                    "/reference/" + network + ".json.gz")))) {
      return new ObjectMapper().readTree(in);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theNetworksHaveTheSameParameters(String network) throws IOException {
    JsonNode reference = read(network);
    List<Parameter> parameters = ReferenceNetworks.network(network).layers().allParameters();
    assertThat(shapes(reference.get("gradients")))
        .containsExactlyElementsOf(
            parameters.stream()
                .filter(parameter -> parameter.role().trainable())
                .map(parameter -> parameter.name() + parameter.shape())
                .toList());
    assertThat(shapes(reference.get("after")))
        .containsExactlyElementsOf(
            parameters.stream()
                .filter(parameter -> parameter.role() != Parameter.Role.BATCHES)
                .map(parameter -> parameter.name() + parameter.shape())
                .toList());
  }

  private static List<String> shapes(JsonNode tensors) {
    List<String> shapes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
      List<Integer> shape = new ArrayList<>();
      tensor.getValue().get("shape").forEach(size -> shape.add(size.asInt()));
      shapes.add(tensor.getKey() + shape);
    }
    return shapes;
  }

  /** Values that {@code reference.py} computed, bit for bit. */
  @Test
  void theRuleGivesTheSameBits() {
    assertThat(ReferenceFill.input("input", 3))
        .containsExactly(-0x1.64a8a40000000p+0f, 0x1.0e3abc0000000p-1f, -0x1.06d4380000000p+0f);
    assertThat(
            ReferenceFill.fill(
                new Parameter("conv1.weight", List.of(1, 3, 1, 1), Parameter.Role.WEIGHT)))
        .containsExactly(0x1.051a180000000p-3f, 0x1.6308360000000p-1f, -0x1.59710c0000000p+0f);
    assertThat(ReferenceFill.fill(new Parameter("bn1.weight", List.of(3), Parameter.Role.SCALE)))
        .containsExactly(0x1.e35eaa0000000p-1f, 0x1.2138300000000p+0f, 0x1.0715b80000000p+0f);
    assertThat(ReferenceFill.labels(4, 10)).containsExactly(1, 4, 7, 0);
  }
}
