package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names and shapes of all parameters against torchvision 0.14, as {@code torchvision_keys.py} wrote
 * them down.
 */
class TorchvisionKeysTest {
  private static final Map<String, List<String>> TORCHVISION = read();

  static Stream<String> networks() {
    return TORCHVISION.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void keysAndShapesAreThoseOfTorchvision(String theirs) {
    boolean auxiliary = theirs.endsWith("+aux");
    String ours = theirs.replace("+aux", "").replace("_bn", "-bn");
    Architecture network = Catalog.standard().build(ours, o -> o.withAuxiliary(auxiliary));
    List<String> keys =
        network.layers().allParameters().stream()
            .map(
                parameter ->
                    parameter.name()
                        + " "
                        + parameter.shape().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining("x")))
            .toList();
    assertThat(keys)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(TORCHVISION.get(theirs));
    if (!auxiliary) { // torchvision lists its side classifiers at the end
      assertThat(keys).containsExactlyElementsOf(TORCHVISION.get(theirs));
    }
  }

  private static Map<String, List<String>> read() {
    Map<String, List<String>> networks = new LinkedHashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        TorchvisionKeysTest.class.getResourceAsStream(
                            "/arch/torchvision-keys.txt.gz"))),
                StandardCharsets.UTF_8))) {
      List<String> keys = new ArrayList<>();
      for (String line : reader.lines().toList()) {
        if (line.startsWith("# ")) {
          keys = new ArrayList<>();
          networks.put(line.substring(2), keys);
        } else {
          keys.add(line);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return networks;
  }
}
