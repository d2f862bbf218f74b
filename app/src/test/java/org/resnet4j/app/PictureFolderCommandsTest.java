package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Normalisation;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelCard;
import org.resnet4j.model.Preprocessing;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/** Commands on folders of pictures. */
class PictureFolderCommandsTest {
  @TempDir private Path folder;
  private Path pictures;

  /** Two classes of 20 pictures of 40 x 20 pixels, bright and dark. */
  @BeforeEach
  void draw() throws IOException {
    pictures = folder.resolve("pictures");
    for (String name : List.of("bright", "dark")) {
      Path images = Files.createDirectories(pictures.resolve(name).resolve("images"));
      for (int i = 0; i < 20; i++) {
        BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 800; at++) {
          int level = (name.equals("bright") ? 160 : 20) + (at * 7 + i * 13) % 60;
          image.setRGB(at % 40, at / 40, level * 0x10101);
        }
        ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
      }
    }
    Files.writeString(pictures.resolve("dark/scan.tif"), "no picture");
  }

  private String[] words(String command, String... more) {
    return Stream.concat(Stream.of(command, "--json"), Stream.of(more)).toArray(String[]::new);
  }

  private Ran train(String out, String... more) {
    String[] common = {
      "--data=folder:" + pictures, "--out=" + folder.resolve(out), "--threads=1", "--precision=fp32"
    };
    return run(
        words("train", Stream.concat(Stream.of(common), Stream.of(more)).toArray(String[]::new)));
  }

  private JsonNode json(String file) throws IOException {
    return JsonMapper.builder().build().readTree(folder.resolve(file).toFile());
  }

  @Test
  void whatIsInTheFolderIsSaidAndTheRecipeSuitsIt() throws Exception {
    Ran ran = train("run", "--model=cifar-resnet8", "--split=60,20,20", "--epochs=2");
    JsonNode object = ran.onlyObject();
    assertThat(ran.err()).contains("40 pictures in 2 classes; left out: 1 .tif (not supported)");
    assertThat(object.get("chosenOn").asText()).isEqualTo("validation");
    assertThat(object.get("test").get("images").asInt()).isEqualTo(8);
    assertThat(json("run/run.json").at("/results/test")).isEqualTo(object.get("test"));
    assertThat(json("run/run.json").at("/settings/recipe/name").asText()).isEqualTo("photographs");
    assertThat(folder.resolve("run/log.jsonl")).content().contains("\"validationTop1\"");
    assertThat(folder.resolve("run/report.html"))
        .content()
        .containsPattern("8 (held-out )?test images")
        .contains("8 validation images");
    JsonNode measured =
        run(words(
                "evaluate",
                "--weights=" + folder.resolve("run/best.safetensors"),
                "--split=60,20,20"))
            .onlyObject();
    assertThat(measured.get("top1")).isEqualTo(object.get("test").get("top1"));
    assertThat(measured.get("images").asInt()).isEqualTo(8);
    String weights = "--weights=" + folder.resolve("run/best.safetensors");
    Ran fifth = run(words("evaluate", weights));
    assertThat(fifth.onlyObject().get("images").asInt()).isEqualTo(8);
    assertThat(fifth.err()).contains("the held-out fifth", "--split 0,100");
    assertThat(run(words("evaluate", weights, "--split=0,100")).onlyObject().get("images").asInt())
        .isEqualTo(40);
    train("none", "--split=0,100").assertRefusedLast(Main.WRONG, "no pictures to train on");
  }

  @Test
  void smallPicturesGetASmallNetwork() {
    Ran ran = train("run", "--batch-size=33");
    ran.assertRefusedLast(Main.WRONG, "at least 33 training images", "got 32");
    assertThat(ran.err())
        .contains("pictures of about 20 pixels: resnet20 at 3x32x32", "recipe photographs");
  }

  @Test
  void badPicturesStopOrAreSkippedAndCounted() throws Exception {
    Files.writeString(pictures.resolve("bright/images/3.png"), "no picture");
    train("stopped", "--model=cifar-resnet8", "--epochs=1")
        .assertRefusedLast(Main.FAILED, "3.png", "repair or remove it", "--on-bad-picture skip");
    Ran ran = train("run", "--model=cifar-resnet8", "--epochs=1", "--on-bad-picture=skip");
    JsonNode object = ran.onlyObject();
    assertThat(object.get("skipped").asInt()).isEqualTo(1);
    assertThat(ran.err()).contains("3.png: it is not an image", "; skipped");
    JsonNode again = run(words("train", "--resume=" + folder.resolve("run"))).onlyObject();
    assertThat(again.get("weightsSha256")).isEqualTo(object.get("weightsSha256"));
    assertThat(again.get("skipped").asInt()).isEqualTo(1);

    Ran check = run("data", "check", "folder:" + pictures, "--json");
    assertThat(check.code()).isEqualTo(Main.FAILED);
    JsonNode found = check.object();
    assertThat(found.get("bad")).hasSize(1);
    assertThat(found.get("bad").get(0).get("file").asText()).endsWith("3.png");
    assertThat(found.at("/leftOut/.tif (not supported)").asInt()).isEqualTo(1);
    assertThat(found.at("/pictures/training/bright").asInt()).isEqualTo(16);
    Files.delete(pictures.resolve("bright/images/3.png"));
    Files.copy(pictures.resolve("dark/images/1.png"), pictures.resolve("bright/images/twice.png"));
    Ran good = run("data", "check", "folder:" + pictures);
    assertThat(good.code()).as(good.out()).isZero();
    assertThat(good.out())
        .contains("across classes: ", "twice.png = ", "training would read all of these pictures");
  }

  /** BMP stores rows bottom-up, PNG top-down. */
  @Test
  void theSamePictureIsFoundInAnotherKindOfFile() throws Exception {
    BufferedImage image = ImageIO.read(pictures.resolve("dark/images/7.png").toFile());
    ImageIO.write(image, "bmp", pictures.resolve("bright/copy.bmp").toFile());
    JsonNode found = run("data", "check", "folder:" + pictures, "--json").object();
    assertThat(found.get("duplicates")).hasSize(1);
    assertThat(found.at("/duplicates/0/files").toString()).contains("copy.bmp", "7.png");
  }

  @Test
  void trustedPicturesHaveALimitOfTheirOwn() throws Exception {
    train("small", "--max-pixels=799")
        .assertRefusedLast(Main.FAILED, "none of 25 pictures can be read");
    train("small", "--model=cifar-resnet8", "--max-pixels=799")
        .assertRefusedLast(Main.FAILED, "expected at most 799 pixels, got 40 x 20", "--max-pixels");
    JsonNode trained =
        train("run", "--model=cifar-resnet8", "--epochs=1", "--max-pixels=800").onlyObject();
    assertThat(json("run/run.json").at("/settings/folder/maxPixels").asInt()).isEqualTo(800);
    assertThat(run(words("train", "--resume=" + folder.resolve("run"))).onlyObject().get("top1"))
        .isEqualTo(trained.get("top1"));
    JsonNode check =
        run("data", "check", "folder:" + pictures, "--json", "--max-pixels=799").object();
    assertThat(check.get("bad")).hasSize(40);
  }

  @Test
  void aRunGoesOnWhereItsPicturesAreNow() throws Exception {
    JsonNode first =
        train("run", "--model=cifar-resnet8", "--epochs=1", "--batch-size=16").onlyObject();
    Path moved = Files.move(pictures, folder.resolve("elsewhere"));
    String resume = "--resume=" + folder.resolve("run");
    run(words("train", resume)).assertRefused(Main.FAILED, "pictures", "does not exist", "--data");
    run(words("train", resume, "--data=cifar10")).assertRefused(Main.WRONG, "run.json", "cifar10");
    String data = "--data=folder:" + moved;
    assertThat(run(words("train", resume, data)).onlyObject().get("weightsSha256"))
        .isEqualTo(first.get("weightsSha256"));
    Files.delete(moved.resolve("dark/images/0.png"));
    Files.delete(moved.resolve("dark/images/1.png"));
    run(words("train", resume, data))
        .assertRefusedLast(Main.FAILED, "different settings or images");
  }

  @Test
  void networksOfOneChannelAndAnyShapeTakePictures() throws Exception {
    JsonNode object =
        train("run", "--model=cifar-resnet8", "--input=1x16x32", "--epochs=1").onlyObject();
    assertThat(json("run/run.json").at("/settings/options/input/channels").asInt()).isEqualTo(1);
    String weights = "--weights=" + folder.resolve("run/best.safetensors");
    assertThat(run(words("train", "--resume=" + folder.resolve("run"))).onlyObject().get("top1"))
        .isEqualTo(object.get("top1"));
    assertThat(run(words("evaluate", weights)).onlyObject().get("top1"))
        .isEqualTo(object.get("bestTop1"));
    assertThat(run(words("predict", weights, pictures.toString())).onlyObject().get("images"))
        .isEqualTo(JsonMapper.builder().build().readTree("40"));
  }

  @Test
  void aFewFoldersOfImageNetAreFoundById() throws Exception {
    Files.move(pictures.resolve("bright"), pictures.resolve("n02979186"));
    Files.move(pictures.resolve("dark"), pictures.resolve("n01440764"));
    Path weights = folder.resolve("imagenet.safetensors");
    Options options = Options.cifar(Shortcut.ZERO_PADDING).withClasses(1_000);
    List<String> names =
        Stream.iterate(0, i -> i + 1)
            .limit(1_000)
            .map(i -> i == 0 ? "tench" : i == 482 ? "cassette player" : "name " + i)
            .toList();
    try (Network network =
        Network.create(
            Catalog.standard().build("cifar-resnet8", o -> options),
            Initialization.DEFAULT,
            0,
            Device.CPU,
            Precision.FP32)) {
      Model.save(
          weights,
          new ModelCard(
              "cifar-resnet8",
              options,
              names,
              Preprocessing.covering(options.input(), Normalisation.IMAGENET),
              ModelCard.IMAGENET,
              null),
          network.state());
    }
    JsonNode object =
        run(words("evaluate", "--weights=" + weights, "--data=folder:" + pictures)).onlyObject();
    assertThat(object.get("images").asInt()).as("nothing was learnt from them").isEqualTo(40);
    assertThat(object.get("classes").get(482).get("label").asText()).isEqualTo("cassette player");
    assertThat(object.get("classes").get(482).get("images").asInt()).isEqualTo(20);
    assertThat(object.get("classes").get(0).get("images").asInt()).isEqualTo(20);
    Files.writeString(pictures.resolve("n01440764/images/0.png"), "no picture");
    JsonNode rest =
        run(words(
                "evaluate",
                "--weights=" + weights,
                "--data=folder:" + pictures,
                "--on-bad-picture=skip"))
            .onlyObject();
    assertThat(rest.get("images").asInt()).as("all but the bad one").isEqualTo(39);
    Files.move(pictures.resolve("n01440764"), pictures.resolve("n00000001"));
    run(words("evaluate", "--weights=" + weights, "--data=folder:" + pictures))
        .assertRefusedLast(Main.WRONG, "n00000001");
  }

  @Test
  void flagsForFoldersAreRefusedElsewhere() {
    run("train", "--split=70,30").assertRefused(Main.WRONG, "--split", "folder:DIR");
    run("train", "--on-bad-picture=skip").assertRefused(Main.WRONG, "--on-bad-picture");
    run("train", "--max-pixels=9").assertRefused(Main.WRONG, "--max-pixels", "folder:DIR");
    run("study", "audit", "--data=folder:" + pictures, "--max-pixels=9")
        .assertRefused(Main.WRONG, "--max-pixels");
    run("train", "--data=folder:").assertRefused(Main.WRONG, "folder:.");
    run("data", "check", "cifar10").assertRefused(Main.WRONG, "expected folder:DIR");
    train("run", "--split=70,20").assertRefused(Main.WRONG, "80,20 or 70,15,15, got 70,20");
  }
}
