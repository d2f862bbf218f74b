package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;
import org.resnet4j.image.PngWriter;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;

class PredictCommandTest {
  @TempDir private Path folder;

  /** Pictures of one colour, like sky and like grass, and a broken one. */
  @BeforeEach
  void paint() throws Exception {
    Files.createDirectories(folder.resolve("in/deep"));
    Files.write(folder.resolve("in/sky, blue.png"), png(90, 160, 230));
    Files.write(folder.resolve("in/deep/grass.png"), png(60, 140, 50));
    Files.write(folder.resolve("in/.hidden.png"), png(0, 0, 0));
    Files.writeString(folder.resolve("in/notes.txt"), "no picture");
  }

  private static byte[] png(int red, int green, int blue) {
    Image image = new Image(3, 60, 80);
    for (int i = 0; i < image.pixels().length; i += 3) {
      image.pixels()[i] = (byte) red;
      image.pixels()[i + 1] = (byte) green;
      image.pixels()[i + 2] = (byte) blue;
    }
    return PngWriter.encode(image);
  }

  private String in() {
    return folder.resolve("in").toString();
  }

  @Test
  void picturesOfAFolderGetATableEach() {
    Ran ran = run("predict", in(), "--top=3");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(8);
    assertThat(ran.out()).contains("grass.png", "sky, blue.png").doesNotContain("hidden", "notes");
    assertThat(ran.err().strip()).isEqualTo(in() + ": left out: 1 hidden, 1 of other kinds");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--mean=0,0 --std=1,1 | expected a normalisation of 3 channels, as the network has, got",
        "--crop=3000 | images of 3x3000x3000 are too large for resnet20",
        "--crop=32 --resize=2000000000 | a shorter side of 2000000000 pixels is more than 8000"
      })
  void flagsThatDoNotFitTheWeightsAreAWrongRequest(String flags, String message) {
    List<String> words = new ArrayList<>(List.of("predict", in()));
    words.addAll(List.of(flags.split(" ")));
    run(words.toArray(String[]::new)).assertRefused(Main.WRONG, message);
  }

  @Test
  void programsGetOneObject() throws Exception {
    JsonNode object = run("predict", in(), "--json").onlyObject();
    assertThat(object.get("images").intValue()).isEqualTo(2);
    assertThat(object.get("weights").asText()).isEqualTo("resnet20-cifar10");
    JsonNode first = object.get("predictions").get(0);
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly("file", "index", "label", "probability", "top");
    assertThat(first.get("top")).hasSize(5);
    assertThat(first.get("top").get(0).get("label")).isEqualTo(first.get("label"));
    assertThat(DataSets.standard().classes("cifar10").get(first.get("index").intValue()))
        .isEqualTo(first.get("label").asText());
    assertThat(object.get("failed")).isEmpty();
  }

  @Test
  void linesOfCsvQuoteWhatNeedsIt() {
    List<String> lines = run("predict", in(), "--csv", "--top=2").out().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo("file,rank,index,label,probability");
    assertThat(lines.get(3)).matches("\"[^\"]*sky, blue\\.png\",1,\\d,[a-z]+,0\\.\\d{6}");
  }

  @Test
  void whatCannotBeReadIsSkippedAndCounts() throws Exception {
    Path broken = folder.resolve("broken.jpg");
    Files.writeString(broken, "this is not a picture");
    String none = folder.resolve("none.jpg").toString();
    Ran ran = run("predict", broken.toString(), in(), none, "--json", "--batch-size=1");
    assertThat(ran.code()).isEqualTo(Main.FAILED);
    assertThat(ran.err().lines().filter(line -> line.startsWith("resnet: ")))
        .hasSize(2)
        .allMatch(line -> line.endsWith("; skipped"));
    assertThat(ran.object().get("images").intValue()).isEqualTo(2);
    assertThat(ran.object().get("failed")).hasSize(2);
    assertThat(ran.object().get("failed").get(1).get("file").asText()).isEqualTo(none);
  }

  @Test
  void theEvidenceIsLaidOverThePicture() throws Exception {
    Path out = folder.resolve("out");
    Path twin = Files.createDirectories(folder.resolve("twin")).resolve("grass.png");
    Files.write(twin, png(200, 60, 50));
    Ran ran = run("predict", in(), twin.toString(), "--explain=" + out, "--quiet");
    assertThat(ran.code()).as(ran.err()).isZero();
    for (String name :
        List.of(
            "grass.png.explained.png",
            "sky, blue.png.explained.png",
            "grass.png-2.explained.png")) {
      Image overlay = Decoder.decode(out.resolve(name), Limits.DEFAULT);
      assertThat(overlay).as(name).hasToString("3x224x224");
    }
  }

  @Test
  void wrongRequestsAreRefused() throws Exception {
    run("predict").assertRefused(Main.WRONG, "IMAGE|DIR");
    run("predict", in(), "--top=0").assertRefused(Main.WRONG, "--top");
    run("predict", in(), "--mean=0.5,0.5,0.5").assertRefused(Main.WRONG, "--mean", "--std");
    run("predict", in(), "--csv", "--json").assertRefused(Main.WRONG, "--csv", "--json");
    run("predict", in(), "--resize=40").assertRefused(Main.WRONG, "--resize", "--crop");
    run("predict", in(), "--model=resnet32").assertRefused(Main.WRONG, "resnet20", "resnet32");
    run("predict", in(), "--weights=none")
        .assertRefused(Main.WRONG, "got none", "resnet weights list");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    run("predict", empty.toString()).assertRefused(Main.WRONG, "no", empty.toString());
    Path names = Files.writeString(folder.resolve("names.txt"), "one\ntwo\n");
    run("predict", in(), "--class-names=" + names)
        .assertRefused(Main.WRONG, "expected 10 class names", "2");
  }

  @Test
  void whatTheCallerKnowsWins() throws Exception {
    Path names = Files.writeString(folder.resolve("names.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    JsonNode named = run("predict", in(), "--json", "--class-names=" + names).onlyObject();
    JsonNode first = named.get("predictions").get(0);
    assertThat(first.get("label").asText())
        .isEqualTo(String.valueOf((char) ('a' + first.get("index").intValue())));
    JsonNode dark =
        run("predict", in(), "--json", "--mean=0.9,0.9,0.9", "--std=0.1,0.1,0.1", "--crop=32")
            .onlyObject();
    assertThat(dark.get("predictions").get(0).get("probability"))
        .isNotEqualTo(first.get("probability"));
  }

  @Test
  void weightsThatHaveANameAreListed() throws Exception {
    JsonNode weights = run("weights", "list", "--json").onlyObject().get("weights");
    assertThat(weights.findValuesAsText("name"))
        .contains(
            "resnet20-cifar10", "resnet50-imagenet", "resnet50-imagenet-v2", "googlenet-imagenet");
    run("weights", "fetch").assertRefused(Main.WRONG, "see resnet weights fetch --help");
    run("weights", "fetch", "resnet51")
        .assertRefused(Main.WRONG, "resnet51", "resnet weights list");
    run("weights").assertRefused(Main.WRONG, "list or fetch");
  }

  @Test
  void anOverlayThatCannotBeMadeCostsNoAnswer() throws Exception {
    Path thin = folder.resolve("thin.png");
    Files.write(thin, PngWriter.encode(new Image(3, 1, 60_000)));
    Path out = folder.resolve("out");
    Ran ran = run("predict", in(), thin.toString(), "--explain=" + out, "--json");
    assertThat(ran.code()).isEqualTo(Main.FAILED);
    assertThat(ran.object().get("images").intValue()).isEqualTo(3);
    assertThat(ran.object().get("failed").get(0).get("error").asText()).contains("long and thin");
    assertThat(out.resolve("grass.png.explained.png")).exists();
  }

  @Test
  void weightsThatAnswerNoNumbersAreRefused() throws Exception {
    Path file = folder.resolve("nan.safetensors");
    try (Model model =
        Model.load("resnet20-cifar10", Catalog.standard(), Device.CPU, Precision.FP32)) {
      model.network().freeze(name -> true);
      model.network().state().get("fc.bias").fill_(new org.bytedeco.pytorch.Scalar(Double.NaN));
      Model.save(file, model.card(), model.network().state());
    }
    run("predict", in(), "--weights=" + file).assertRefused(Main.FAILED, "NaN", "damaged");
  }

  @Test
  void linksLeadIntoAFolderButHiddenFoldersDoNot() throws Exception {
    Files.createDirectories(folder.resolve("in/.cache"));
    Files.write(folder.resolve("in/.cache/x.png"), png(1, 2, 3));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in"));
    JsonNode object = run("predict", link.toString(), "--json").onlyObject();
    assertThat(object.get("images").intValue()).isEqualTo(2);
    assertThat(object.get("predictions").get(0).get("file").asText()).startsWith(link.toString());
  }
}
