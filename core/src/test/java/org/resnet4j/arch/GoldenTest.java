package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;

/**
 * Every network of the catalog against a stored line: its parameters, multiply-adds, output, number
 * of keys, and a hash of all keys, shapes and roles in order. A change here breaks weight files of
 * earlier versions. The lines as they are now go to {@code target/golden.tsv}.
 */
class GoldenTest {
  @Test
  void everyNetworkIsAsItWas() throws IOException {
    List<String> lines = Catalog.standard().entries().stream().map(GoldenTest::line).toList();
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", "golden.tsv"), lines);
    try (InputStream stored =
        Objects.requireNonNull(GoldenTest.class.getResourceAsStream("/arch/golden.tsv"))) {
      assertThat(lines)
          .containsExactlyElementsOf(
              new String(stored.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static String line(Catalog.Entry entry) {
    Architecture network = Catalog.standard().build(entry.name() + depth(entry));
    Summary summary = Summary.of(network);
    Shape output = network.layers().apply(new Shapes(), network.options().input());
    List<Parameter> parameters = network.layers().allParameters();
    return String.join(
        "\t",
        network.name(),
        String.valueOf(summary.parameters()),
        String.valueOf(summary.multiplyAdds()),
        String.valueOf(summary.activationBytes()),
        output.toString(),
        String.valueOf(parameters.size()),
        hash(parameters));
  }

  private static String depth(Catalog.Entry entry) {
    if (!entry.isFamily()) {
      return "";
    }
    return switch (entry.name()) {
      case "cifar-vgg" -> "25";
      case "cifar-bottleneck", "cifar-preact-bottleneck" -> "29";
      default -> "26";
    };
  }

  private static String hash(List<Parameter> parameters) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Parameter parameter : parameters) {
        String text = parameter.name() + " " + parameter.shape() + " " + parameter.role() + "\n";
        digest.update(text.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
