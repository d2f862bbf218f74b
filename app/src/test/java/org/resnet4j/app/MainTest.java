package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelCard;
import org.resnet4j.model.Preprocessing;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

class MainTest {
  private static final String EVALUATE = "evaluate --weights=resnet20-cifar10 ";

  /** A run shared by several tests. */
  @TempDir static Path shared;

  private static Ran trained;

  @TempDir private Path folder;

  private static String[] tiny(String... more) {
    return Stream.concat(
            Stream.of(
                "train",
                "--model=cifar-resnet8",
                "--limit-train=192",
                "--limit-test=100",
                "--epochs=1"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @BeforeAll
  static void train() {
    trained = run(tiny("--json", "--out=" + shared.resolve("run")));
  }

  private static Path weights() {
    return shared.resolve("run/best.safetensors");
  }

  static Stream<Arguments> wrongRequests() {
    return Stream.of(
        Arguments.of("summary resnt18", List.of("resnt18", "resnet18")),
        Arguments.of("train --model resnet21", List.of("resnet21", "resnet20")),
        Arguments.of("summary cifar-resnet21", List.of("6n+2", "20 and 26")),
        Arguments.of("train --model=cifar-resnet21", List.of("6n+2", "20 and 26")),
        Arguments.of("summary --deep", List.of("--deep")),
        Arguments.of("train --epoch 3", List.of("--epoch")),
        Arguments.of("train --epochs=-1", List.of("--epochs", "-1")),
        Arguments.of("train --epochs=0", List.of("--epochs", "0")),
        Arguments.of("train --epochs=many", List.of("--epochs", "many")),
        Arguments.of("train --batch-size=0", List.of("--batch-size", "0")),
        Arguments.of(
            "train --batch-size=12001", List.of("at least 12001 training images", "got 12000")),
        Arguments.of("train --classes=3", List.of("unknown option --classes")),
        Arguments.of("train --input=3x64x64", List.of("--input", "data")),
        Arguments.of("train --threads=0", List.of("--threads", "at least 1", "0")),
        Arguments.of("train --threads=99999999999", List.of("--threads", "99999999999")),
        Arguments.of("train --lr=0", List.of("--lr", "above 0")),
        Arguments.of("train --lr=NaN", List.of("--lr", "NaN")),
        Arguments.of("train --weight-decay=-1", List.of("--weight-decay", "-1.0")),
        Arguments.of("train --patience=0", List.of("--patience", "0")),
        Arguments.of("train --data=nothing", List.of("nothing", "cifar10")),
        Arguments.of("train --recipe=slow", List.of("--recipe", "slow", "fast")),
        Arguments.of("train --precision=fp8", List.of("--precision", "fp8")),
        Arguments.of("train --device=tpu", List.of("--device", "tpu")),
        Arguments.of("train --threads=-2", List.of("--threads", "-2")),
        Arguments.of("train --limit-train=-5", List.of("--limit-train")),
        Arguments.of("summary resnet20 --input=3x32", List.of("CxHxW", "3x32")),
        Arguments.of(
            "summary resnet20 --input=3x100000x100000", List.of("3x100000x100000 has more")),
        Arguments.of("summary resnet20 --shortcut=e", List.of("--shortcut", "got 'e'")),
        Arguments.of("summary resnet20 --classes=0", List.of("class", "0")),
        Arguments.of("evaluate", List.of("--weights")),
        Arguments.of(EVALUATE + "--augment=spin", List.of("ten-crop", "--augment", "spin")),
        Arguments.of(EVALUATE + "--limit-train=9", List.of("--limit-train", "--precise-bn")),
        Arguments.of(EVALUATE + "--limit-test=-1", List.of("--limit-test", "-1")),
        Arguments.of(EVALUATE + "--precise-bn=many", List.of("--precise-bn", "many")),
        Arguments.of(EVALUATE + "--report=.", List.of("--report", "folder")),
        Arguments.of("nonsense", List.of("nonsense")),
        Arguments.of("train --resume=/none/such", List.of("/none/such", "run.json")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongRequests")
  void aWrongRequestIsAnsweredInOneLine(String words, List<String> parts) {
    run(words.split(" ")).assertRefused(Main.WRONG, parts.toArray(String[]::new));
  }

  @Test
  void missingDataAreNamed() {
    Path none = folder.resolve("none");
    Ran ran = run("train", "--data=cifar10", "--data-dir=" + none);
    ran.assertRefused(Main.FAILED, none.toString(), "cifar10 needs its files", "resnet data fetch");
    run("train", "--data=folder:" + none).assertRefused(Main.FAILED, none.toString());
    run("train", "--data=mnist").assertRefused(Main.WRONG, "mnist", "fashion-mnist-mini");
  }

  @Test
  void aTruncatedFileOfCifarIsNamed() throws Exception {
    for (int i = 1; i <= 5; i++) {
      Files.write(folder.resolve("data_batch_" + i + ".bin"), new byte[3_073 * 2]);
    }
    Files.write(folder.resolve("test_batch.bin"), new byte[3_073]);
    Ran ran = run("train", "--data=cifar10", "--data-dir=" + folder);
    ran.assertRefused(Main.FAILED, "data_batch_1.bin", "30,730,000", "6,146", "truncated");
  }

  @Test
  void weightsOfAnotherModelAreRefused() throws Exception {
    Path file = folder.resolve("mixed.safetensors");
    Options options = Options.cifar(org.resnet4j.arch.block.Shortcut.ZERO_PADDING);
    try (Network network =
        Network.create(
            Catalog.standard().build("cifar-resnet8"),
            Initialization.DEFAULT,
            0,
            Device.CPU,
            Precision.FP32)) {
      Model.save(
          file,
          new ModelCard(
              "cifar-resnet14",
              options,
              List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
              Preprocessing.covering(options.input(), org.resnet4j.data.Normalisation.IMAGENET),
              "fashion-mnist-mini",
              0.5),
          network.state());
    }
    Ran ran = run("evaluate", "--weights=" + file);
    ran.assertRefused(Main.FAILED, file.toString(), "not the weights of cifar-resnet14");
  }

  @Test
  void weightsForOtherClassesAreRefused() throws Exception {
    for (String name : List.of("cat", "dog")) {
      Path images = Files.createDirectories(folder.resolve(name));
      var image = new java.awt.image.BufferedImage(28, 28, 10);
      for (int i = 0; i < 10; i++) {
        javax.imageio.ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
      }
    }
    Ran ran = run("evaluate", "--weights=" + weights(), "--data=folder:" + folder);
    ran.assertRefusedLast(Main.WRONG, "10 classes", "fashion-mnist-mini");
  }

  @Test
  void whatIsNoFileOfWeightsIsRefused() throws Exception {
    run("evaluate", "--weights=" + folder)
        .assertRefused(Main.FAILED, "got a folder without best.safetensors");
    Path none = folder.resolve("none");
    run("evaluate", "--weights=" + none).assertRefused(Main.WRONG, none.toString());
    Path text = Files.writeString(folder.resolve("a.txt"), "these are no weights at all");
    run("evaluate", "--weights=" + text).assertRefused(Main.FAILED, "a.txt", "safetensors");
    byte[] good = Files.readAllBytes(weights());
    good[good.length - 5] ^= 1;
    Path bad = Files.write(folder.resolve("bad.safetensors"), good);
    run("evaluate", "--weights=" + bad).assertRefused(Main.FAILED, "bad.safetensors", "SHA-256");
  }

  @Test
  void anOutputFolderThatCannotBeUsedIsLeftAlone() throws Exception {
    Ran again = run(tiny("--out=" + shared.resolve("run")));
    assertThat(again.err()).startsWith("resnet: ").contains("not empty", "--resume");
    assertThat(again.err().lines()).hasSize(1);
    assertThat(again.code()).isEqualTo(Main.WRONG);
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertThat(run(tiny("--out=" + file)).code()).isEqualTo(Main.WRONG);
    Ran under = run(tiny("--out=" + file.resolve("run")));
    assertThat(under.err()).startsWith("resnet: ").contains(file.toString());
    assertThat(under.err().lines()).hasSize(1);
    assertThat(under.code()).isIn(Main.FAILED, Main.WRONG);
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seed=3", "--precision=fp32", "--epochs=2", "--data=x"})
  void aResumedRunKeepsItsSettings(String flag) {
    Ran ran = run("train", "--resume=" + shared.resolve("run"), flag);
    ran.assertRefused(Main.WRONG, "--resume", "run.json");
  }

  @Test
  void aFinishedRunCanBeResumed() throws Exception {
    JsonNode first = trained.onlyObject();
    JsonNode again = run("train", "--json", "--resume=" + shared.resolve("run")).onlyObject();
    assertThat(again.get("weightsSha256")).isEqualTo(first.get("weightsSha256"));
  }

  /** Simulates a run started on a machine with more processors. */
  @Test
  void aRunIsResumedWithTheThreadsThatAreThere() throws Exception {
    Path run = folder.resolve("run");
    JsonNode one = run(tiny("--json", "--threads=1", "--out=" + run)).onlyObject();
    Path record = run.resolve("run.json");
    Files.writeString(
        record, Files.readString(record).replace("\"threads\" : 1", "\"threads\" : 20000"));
    Files.delete(run.resolve("last.ckpt"));
    Ran ran = run("train", "--json", "--resume=" + run);
    assertThat(ran.err())
        .contains("instead of 20000", "processors", "started with 20000 threads", "last bits");
    assertThat(ran.code()).isZero();
    Files.delete(run.resolve("last.ckpt"));
    Ran told = run("train", "--json", "--threads=1", "--resume=" + run);
    assertThat(told.err()).contains("1 threads;").doesNotContain("processors");
    assertThat(told.onlyObject().get("weightsSha256")).isEqualTo(one.get("weightsSha256"));
  }

  @Test
  void trainingAnswersWithOneObjectThatEvaluationReproduces() throws Exception {
    JsonNode object = trained.onlyObject();
    assertThat(object.fieldNames())
        .toIterable()
        .contains("model", "data", "epochs", "steps", "top1", "top5", "loss", "seconds");
    assertThat(object.get("steps").intValue()).isEqualTo(3);
    JsonNode same =
        run("evaluate", "--weights=" + weights(), "--limit-test=100", "--json").onlyObject();
    assertThat(same.get("top1")).isEqualTo(object.get("top1"));
    assertThat(same.get("loss")).isEqualTo(object.get("loss"));
    assertThat(same.get("images").intValue()).isEqualTo(100);
    assertThat(shared.resolve("run")).isDirectoryContaining("glob:**report.html");
  }

  @Test
  void evaluationSaysHowRightItIsAndWhere() throws Exception {
    Path page = folder.resolve("new/page.html");
    JsonNode object =
        run(
                "evaluate",
                "--weights=" + weights(),
                "--limit-test=50",
                "--augment=flip",
                "--precise-bn=64",
                "--limit-train=192",
                "--report=" + page,
                "--json")
            .onlyObject();
    assertThat(object.fieldNames())
        .toIterable()
        .containsExactly(
            "weights",
            "model",
            "data",
            "precision",
            "augment",
            "preciseBn",
            "skipped",
            "images",
            "top1",
            "top5",
            "loss",
            "ece",
            "seconds",
            "imagesPerSecond",
            "classes",
            "confusion",
            "reliability");
    assertThat(object.get("augment").asText()).isEqualTo("flip");
    assertThat(page).content().contains("The worst mistakes", "data:image/png;base64,");
    assertThat(object.get("preciseBn").asInt()).isEqualTo(64);
    assertThat(object.get("ece").isNumber()).isTrue();
    assertThat(object.get("reliability")).hasSize(15);
    assertThat(object.get("classes")).hasSize(10);
    long right = 0;
    for (int c = 0; c < 10; c++) {
      JsonNode each = object.get("classes").get(c);
      assertThat(each.fieldNames())
          .toIterable()
          .containsExactly("label", "images", "right", "precision", "recall");
      assertThat(each.get("images").asInt()).isEqualTo(5);
      assertThat(each.get("right")).isEqualTo(object.get("confusion").get(c).get(c));
      right += each.get("right").asLong();
    }
    assertThat(object.get("top1").asDouble()).isEqualTo(right / 50.0);
    assertThat(page)
        .content()
        .contains("./resnet evaluate --weights=", "Reliability", "flip", "estimated on 64");
  }

  @Test
  void aPageIsOverwrittenOnlyWhenAsked() throws Exception {
    Path page = Files.writeString(folder.resolve("page.html"), "mine");
    String[] words = {
      "evaluate", "--weights=" + weights(), "--limit-test=10", "--report=" + page, "--quiet"
    };
    run(words).assertRefused(Main.WRONG, page.toString(), "already exists", "--force");
    assertThat(page).hasContent("mine");
    Stream<String> forced = Stream.concat(Stream.of(words), Stream.of("--force"));
    assertThat(run(forced.toArray(String[]::new)).code()).isZero();
    assertThat(page).content().contains("Reliability");
  }

  @Test
  void ratesAndPatienceAreRecordedAndHoldWhenARunGoesOn() throws Exception {
    Path out = folder.resolve("run");
    // At this rate nothing is learned after the first epoch.
    String[] words = {
      "train",
      "--model=cifar-resnet8",
      "--limit-train=128",
      "--limit-test=50",
      "--epochs=12",
      "--recipe=paper",
      "--batch-size=64",
      "--lr=1e-12",
      "--weight-decay=0.003",
      "--patience=2",
      "--json",
      "--out=" + out
    };
    JsonNode object = run(words).onlyObject();
    JsonNode recipe =
        com.fasterxml.jackson.databind.json.JsonMapper.builder()
            .build()
            .readTree(out.resolve("run.json").toFile())
            .at("/settings/recipe");
    assertThat(recipe.at("/optimizer/rate").asDouble()).isEqualTo(1e-12);
    assertThat(recipe.at("/optimizer/weightDecay").asDouble()).isEqualTo(0.003);
    assertThat(recipe.get("patience").asInt()).isEqualTo(2);
    assertThat(object.get("stoppedEarly").asBoolean()).isTrue();
    assertThat(object.get("epochs").asInt())
        .isEqualTo(object.get("bestEpoch").asInt() + 2)
        .isLessThan(12);
    JsonNode again = run("train", "--json", "--resume=" + out).onlyObject();
    assertThat(again.get("epochs")).isEqualTo(object.get("epochs"));
  }

  @Test
  void statisticsNeedTrainingImages() throws Exception {
    for (String name : List.of("Coat", "Bag")) {
      Path images = Files.createDirectories(folder.resolve("val").resolve(name));
      var image = new java.awt.image.BufferedImage(40, 30, 10);
      javax.imageio.ImageIO.write(image, "png", images.resolve("1.png").toFile());
    }
    String data = "--data=folder:" + folder;
    Path colours = folder.resolve("colours.safetensors");
    saveColourNetwork(colours);
    JsonNode object =
        run("evaluate", "--weights=" + colours, data, "--augment=ten-crop", "--json").onlyObject();
    assertThat(object.get("images").asInt()).as("the test part alone").isEqualTo(2);
    assertThat(object.get("classes")).as("all that the network knows").hasSize(10);
    assertThat(object.get("classes").get(4).get("images").asInt()).as("Coat").isEqualTo(1);
    run("evaluate", "--weights=" + colours, data, "--precise-bn=2")
        .assertRefusedLast(Main.FAILED, "pictures to train on", "2 pictures in 2 classes");
  }

  private static void saveColourNetwork(Path file) throws IOException {
    Options options = Options.cifar(org.resnet4j.arch.block.Shortcut.ZERO_PADDING);
    try (Network network =
        Network.create(
            Catalog.standard().build("cifar-resnet8", o -> options),
            Initialization.DEFAULT,
            0,
            Device.CPU,
            Precision.FP32)) {
      Model.save(
          file,
          new ModelCard(
              "cifar-resnet8",
              options,
              org.resnet4j.data.named.DataSets.standard().classes("fashion-mnist-mini"),
              Preprocessing.covering(options.input(), org.resnet4j.data.Normalisation.IMAGENET),
              "fashion-mnist-mini",
              0.1),
          network.state());
    }
  }

  @Test
  void theOtherCommandsAnswerWithOneObjectToo() throws Exception {
    JsonNode summary = run("summary", "resnet20", "--json").onlyObject();
    assertThat(summary.get("parameters").intValue()).isEqualTo(269_722);
    assertThat(run("summary", "--json").onlyObject().get("models")).isNotEmpty();
    assertThat(run("doctor", "--json").onlyObject().get("libtorch").asText()).isNotBlank();
    JsonNode data = run("data", "--data-dir=" + folder, "--json").onlyObject().get("present");
    assertThat(data.get("fashion-mnist-mini").booleanValue()).isTrue();
    assertThat(data.get("cifar10").booleanValue()).isFalse();
  }

  @Test
  void helpIsNoError() {
    Ran help = run("train", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("--epochs", "--resume");
    assertThat(help.err()).isEmpty();
    assertThat(run("--version").code()).isZero();
    assertThat(run().code()).as("no command").isEqualTo(Main.WRONG);
  }

  @Test
  void onlyDebugShowsAStackTrace() {
    assertThat(run("summary", "resnet21").err()).doesNotContain("\tat ");
    assertThat(run("summary", "resnet21", "--debug").err()).contains("\tat ");
  }
}
