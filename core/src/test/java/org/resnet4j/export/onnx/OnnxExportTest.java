package org.resnet4j.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.ProtobufMessage;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.TensorMap;

/** What ONNX Runtime makes of such files is tested in the module that has it. */
class OnnxExportTest {
  @TempDir private Path folder;

  static Stream<String> names() {
    return Catalog.standard().names().stream()
        .map(name -> name.replace("<depth>", name.contains("vgg") ? "19" : "20"));
  }

  /** Also of the networks that are too large to be computed in a test. */
  @ParameterizedTest
  @MethodSource("names")
  void everyNetworkHasAGraph(String name) {
    Architecture architecture = Catalog.standard().build(name);
    long weights =
        architecture.layers().allParameters().stream()
            .filter(parameter -> parameter.role() != Parameter.Role.BATCHES)
            .mapToLong(parameter -> 4 * parameter.size())
            .sum();
    try (TensorMap none = new TensorMap()) {
      long size = OnnxExport.of(architecture, none, Map.of()).toMessage().size();
      long layers = architecture.layers().walk().count();
      assertThat(size - weights).isBetween(50 * layers, 400 * layers);
    }
  }

  @Test
  void refusesFilesOfTwoGibibytesBeforeItWritesAnything() {
    Path file = folder.resolve("large.onnx");
    ProtobufMessage model =
        new ProtobufMessage()
            .bytes(
                7,
                Integer.MAX_VALUE - 5L,
                channel -> {
                  throw new AssertionError("nothing should be written");
                });
    assertThat(model.size()).isEqualTo(1L << 31);
    assertThatThrownBy(() -> OnnxFile.write(file, model))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("2147483648 bytes")
        .hasMessageContaining("2 GiB");
    assertThat(Files.exists(file)).isFalse();
  }
}
