package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command with the embedded weights and two folders of pictures. */
class FinetuneCommandTest {
  @TempDir private static Path pictures;

  @TempDir private Path folder;

  private Ran finetune(String... more) {
    return run(
        Stream.concat(
                Stream.of(
                    "finetune",
                    "--weights=resnet20-cifar10",
                    "--data=folder:" + pictures,
                    "--out=" + folder.resolve("run")),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** Three times as many horizontal as vertical stripes. */
  @BeforeAll
  static void draw() throws IOException {
    for (String kind : List.of("lying", "standing")) {
      Path images = Files.createDirectory(pictures.resolve(kind));
      int count = kind.equals("lying") ? 60 : 20;
      for (int i = 0; i < count; i++) {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.getHSBColor(i * 0.17f, 0.7f, 0.9f));
        for (int at = i % 4; at < 40; at += 8) {
          graphics.fillRect(
              kind.equals("lying") ? 0 : at,
              kind.equals("lying") ? at : 0,
              kind.equals("lying") ? 40 : 4,
              kind.equals("lying") ? 4 : 40);
        }
        graphics.dispose();
        ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
      }
    }
  }

  static Stream<Arguments> wrongRequests() {
    return Stream.of(
        Arguments.of("--freeze=layer9", List.of("resnet20", "layer9", "none, stem, layer1")),
        Arguments.of("--freeze=fc", List.of("no place 'fc'", "all")),
        Arguments.of("--backbone-rate=-0.1", List.of("--backbone-rate", "-0.1")),
        Arguments.of("--class-weights=odd", List.of("--class-weights", "odd")),
        Arguments.of("--batch-size=65", List.of("at least 65 training images", "got 64")),
        Arguments.of("--input=1x32x32", List.of("--input", "3", "1x32x32")),
        Arguments.of("--input=3x3000x3000", List.of("3x3000x3000 are too large for resnet20")),
        Arguments.of("--input=3x100000x100000", List.of("3x100000x100000 has more than")),
        Arguments.of("--classes=3", List.of("--classes")),
        Arguments.of("--epochs=0", List.of("--epochs", "0")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongRequests")
  void aWrongRequestIsAnsweredBeforeThereIsAFolder(String flag, List<String> parts) {
    finetune(flag).assertRefusedLast(Main.WRONG, parts.toArray(String[]::new));
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void whatIsMissingIsNamed() {
    run("finetune", "--data=folder:" + pictures).assertRefused(Main.WRONG, "--weights");
    run("finetune", "--weights=resnet20-cifar10").assertRefused(Main.WRONG, "requires --data");
    run("finetune", "--weights=resnet20-cifar10", "--data=fashion-mnist-mini")
        .assertRefused(Main.WRONG, "expected images of 3 channels", "got 1 in fashion-mnist-mini");
    Path none = folder.resolve("none");
    run("finetune", "--weights=" + none, "--data=folder:" + pictures)
        .assertRefused(Main.WRONG, none.toString());
    run("finetune", "--weights=resnet20-cifar10", "--data=folder:" + none)
        .assertRefused(Main.FAILED, none.toString());
  }

  @Test
  void picturesAreLearntAndTheWeightsKnowTheirClasses() throws Exception {
    Ran ran = finetune("--json", "--epochs=4", "--freeze=layer1", "--class-weights=balanced");
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode object = JsonMapper.builder().build().readTree(ran.out());
    assertThat(object.get("model").asText()).isEqualTo("resnet20");
    assertThat(object.get("bestTop1").asDouble()).isGreaterThan(0.9);
    Path weights = folder.resolve("run/best.safetensors");
    Ran measured = run("evaluate", "--weights=" + weights, "--json");
    assertThat(JsonMapper.builder().build().readTree(measured.out()).get("top1"))
        .as(measured.err())
        .isEqualTo(object.get("bestTop1"));
    JsonNode settings =
        JsonMapper.builder()
            .build()
            .readTree(folder.resolve("run/run.json").toFile())
            .get("settings");
    assertThat(settings.at("/fineTuning/freeze").asText()).isEqualTo("layer1");
    assertThat(settings.at("/recipe/balanced").asBoolean()).isTrue();

    for (String command : List.of("finetune", "train")) {
      Ran again = run(command, "--json", "--resume=" + folder.resolve("run"));
      assertThat(JsonMapper.builder().build().readTree(again.out()).get("weightsSha256"))
          .as(again.err())
          .isEqualTo(object.get("weightsSha256"));
    }
    run("finetune", "--resume=" + folder.resolve("run"), "--freeze=all")
        .assertRefused(Main.WRONG, "--resume", "run.json");
  }
}
