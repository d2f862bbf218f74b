package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;
import org.resnet4j.model.Model;

class QuantizeCommandTest {
  private static final String WEIGHTS = "--weights=resnet20-cifar10";

  @TempDir private static Path folder;
  private static JsonNode answer;

  /** Quantizing with two classes of pictures. */
  @BeforeAll
  static void quantize() throws Exception {
    for (String part : List.of("train", "val")) {
      for (String name : List.of("airplane", "frog")) {
        Path to = Files.createDirectories(folder.resolve("data").resolve(part).resolve(name));
        for (int i = 0; i < 6; i++) {
          Files.write(to.resolve(i + ".png"), png(name.equals("frog") ? 60 : 200, i));
        }
      }
    }
    answer =
        run("quantize", WEIGHTS, data(), "--images=8", "--to=" + file(), "--json").onlyObject();
  }

  private static String data() {
    return "--data=folder:" + folder.resolve("data");
  }

  private static Path file() {
    return folder.resolve("int8.safetensors");
  }

  private static byte[] png(int shade, int seed) {
    Image image = new Image(3, 40, 40);
    for (int i = 0; i < image.pixels().length; i++) {
      image.pixels()[i] = (byte) (shade + (i * (seed + 3) * 31) % 50);
    }
    return PngWriter.encode(image);
  }

  @Test
  void measuresBothAndSaysHowLimitsWereFound() {
    assertThat(answer.get("bytes").longValue()).isEqualTo(file().toFile().length());
    assertThat(answer.get("calibrationImages").intValue()).isEqualTo(8);
    assertThat(answer.get("logitErrors").fieldNames())
        .toIterable()
        .containsExactly("min-max", "percentile", "entropy");
    String best = answer.get("method").asText();
    for (JsonNode error : answer.get("logitErrors")) {
      assertThat(answer.get("logitErrors").get(best).doubleValue())
          .isBetween(0.0, error.doubleValue());
    }
    assertThat(answer.get("fp32").get("images").intValue()).isEqualTo(12);
    assertThat(answer.get("int8").get("top1").doubleValue()).isBetween(0.0, 1.0);
  }

  @Test
  void weightsInEightBitsAreComputedSoUnlessToldOtherwise() throws Exception {
    String picture = folder.resolve("data/val/frog/1.png").toString();
    String weights = "--weights=" + file();
    JsonNode eight = run("predict", picture, weights, "--json", "--explain-plan").onlyObject();
    assertThat(eight.get("precision").asText()).isEqualTo("int8");
    assertThat(eight.get("plan").get("numbers").asText()).isEqualTo("int8");
    assertThat(eight.get("plan").get("rows")).hasSize(24);
    JsonNode full = run("predict", picture, weights, "--json", "--precision=fp32").onlyObject();
    assertThat(full.get("precision").asText()).isEqualTo("fp32");
    assertThat(full.has("plan")).isFalse();
    JsonNode measured = run("evaluate", weights, data(), "--json").onlyObject();
    assertThat(measured.get("precision").asText()).isEqualTo("int8");
    assertThat(measured.get("top1")).isEqualTo(answer.get("int8").get("top1"));
  }

  @Test
  void weightsInEightBitsAreExportedSo() throws Exception {
    String weights = "--weights=" + file();
    Path onnx = folder.resolve("int8.onnx");
    JsonNode exported = run("export", weights, "--to=" + onnx, "--json").onlyObject();
    assertThat(exported.get("precision").asText()).isEqualTo("int8");
    assertThat(exported.get("normalisationsFolded").intValue()).isEqualTo(19);
    assertThat(exported.get("largestLogit").doubleValue()).isPositive();
    assertThat(exported.get("largestDifference").doubleValue())
        .isBetween(1e-6, 0.1 * exported.get("largestLogit").doubleValue());
    assertThat(Files.readString(onnx, StandardCharsets.ISO_8859_1))
        .contains("QuantizeLinear", Model.KEY, Model.QUANTISATION);
    assertThat(Files.size(onnx)).as("272 thousand weights").isLessThan(400_000);

    Path copy = folder.resolve("copy.safetensors");
    JsonNode again = run("export", weights, "--to=" + copy, "--json").onlyObject();
    assertThat(again.get("precision").asText()).isEqualTo("int8");
    assertThat(again.get("bytes").longValue()).isEqualTo(Files.size(file()));
    assertThat(again.has("largestDifference")).isFalse();
    JsonNode measured = run("evaluate", "--weights=" + copy, data(), "--json").onlyObject();
    assertThat(measured.get("precision").asText()).isEqualTo("int8");
  }

  @Test
  void filesWithoutEightBitsAreRefused() {
    String weights = "--weights=" + file();
    for (String name : List.of("int8.pth", "int8.pt")) {
      Path to = folder.resolve(name);
      run("export", weights, "--to=" + to).assertRefused(Main.WRONG, "safetensors or onnx");
      assertThat(to).doesNotExist();
    }
    run("export", weights, "--to=" + folder.resolve("a.onnx"), "--no-fold")
        .assertRefused(Main.WRONG, "--no-fold", "requires fp32");
  }

  @Test
  void peopleSeeThePlan() {
    Ran ran = run("predict", folder.resolve("data/val/frog").toString(), "--explain-plan");
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .contains("conv 3x3 + sum + ReLU", "24 steps for 70 operations")
        .contains("why not fused");
  }

  @Test
  void saysWhatDoesNotGoTogether() {
    run("quantize", WEIGHTS, data(), "--to=" + folder).assertRefused(Main.WRONG, "got the folder");
    run("quantize", WEIGHTS, data(), "--to=x", "--images=0")
        .assertRefused(Main.WRONG, "--images", "got 0");
    run("quantize", WEIGHTS, data(), "--to=x", "--limit-train=5")
        .assertRefused(Main.WRONG, "unknown option --limit-train");
    run("evaluate", WEIGHTS, data(), "--precision=int8")
        .assertRefused(Main.WRONG, "resnet quantize");
    run("evaluate", "--weights=" + file(), data(), "--augment=flip")
        .assertRefused(Main.WRONG, "--augment", "int8");
    run("train", "--precision=int8").assertRefused(Main.WRONG, "--precision");
  }
}
