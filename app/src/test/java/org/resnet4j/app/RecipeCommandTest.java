package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Sample;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.image.Image;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.RecipeFile;
import org.resnet4j.train.recipe.Recipes;

/** Recipes by command: listed, shown, read from a file, changed, and previewed. */
class RecipeCommandTest {
  private static final Pattern PICTURE = Pattern.compile("data:image/png;base64,([A-Za-z0-9+/=]+)");

  @TempDir private Path folder;

  private Path shown(String name, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("recipe", "show", name));
    words.addAll(List.of(more));
    Ran ran = run(words.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return Files.writeString(folder.resolve(name + ".json"), ran.out());
  }

  private Ran train(String out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train",
                "--json",
                "--data=fashion-mnist-mini",
                "--model=cifar-resnet8",
                "--limit-train=128",
                "--limit-test=64",
                "--threads=1",
                "--out=" + folder.resolve(out)));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private JsonNode recipeOf(String out) throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(folder.resolve(out).resolve("run.json").toFile())
        .at("/settings/recipe");
  }

  @Test
  void allAreListed() throws Exception {
    assertThat(run("recipe").out().lines()).isEqualTo(Recipes.standard().names());
    assertThat(run("recipe", "--json").onlyObject().get("recipes"))
        .hasSameSizeAs(Recipes.standard().names());
  }

  @Test
  void everyOneIsShownAsAFileThatIsRead() throws Exception {
    for (String name : Recipes.standard().names()) {
      assertThat(RecipeFile.read(shown(name)).name()).isEqualTo(name);
    }
    run("recipe", "show", "rsb-a4").assertRefused(2, "rsb-a4", "rsb-a1");
  }

  @Test
  void aFileIsTrainedByAndValuesAreChanged() throws Exception {
    Path file = shown("paper");
    assertThat(
            train(
                    "run",
                    "--recipe=" + file,
                    "--epochs=1",
                    "--set",
                    "optimizer.rate=0.02",
                    "--set",
                    "name=mine",
                    "--set",
                    "batchSize=64",
                    "--set",
                    "phases.0.augmentation.cutout=3")
                .code())
        .isZero();
    JsonNode recipe = recipeOf("run");
    assertThat(recipe.get("name").asText()).isEqualTo("mine");
    assertThat(recipe.at("/optimizer/rate").asDouble()).isEqualTo(0.02);
    assertThat(recipe.get("batchSize").asInt()).isEqualTo(64);
    assertThat(recipe.at("/phases/0/augmentation/cutout").asInt()).isEqualTo(3);
    assertThat(recipe.at("/phases/0/augmentation/pad").asInt()).isEqualTo(4);
  }

  @Test
  void whatIsNoRecipeOrValueIsRefused() throws Exception {
    train("run", "--recipe=papre").assertRefused(2, "papre", "paper");
    train("run", "--set", "optimizer.rat=3").assertRefused(2, "optimizer.rat", "rate");
    train("run", "--set", "batchSize=many").assertRefused(2, "batchSize");
    Path file = Files.writeString(folder.resolve("half.json"), "{\"name\":\"half\"}");
    assertThat(train("run", "--recipe=" + file).code()).isNotZero();
    assertThat(train("run", "--recipe=" + file).err()).contains("half.json").hasLineCount(1);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aPreviewShowsTheImagesThatAreTrainedOn() throws Exception {
    Path page = folder.resolve("page.html");
    String[] words = {
      "data",
      "preview",
      "--json",
      "--data=fashion-mnist-mini",
      "--model=cifar-resnet8",
      "--recipe=paper",
      "--limit-train=256",
      "--seed=5",
      "--images=9",
      "--to=" + page
    };
    assertThat(run(words).onlyObject().get("page").asText()).isEqualTo(page.toString());
    Split data = DataSets.standard().open("fashion-mnist-mini", null).limit(256, 100);
    Recipe paper = RecipeFile.read(shown("paper"));
    List<Sample> samples =
        Sample.of(
            data.train(),
            paper.phase(0).augmentation(),
            Normalisation.of(data.train()),
            paper.partSize(),
            5,
            0,
            9);
    Matcher pictures = PICTURE.matcher(Files.readString(page));
    for (Sample sample : samples) {
      assertThat(pictures.find()).isTrue();
      assertShows(pictures.group(1), sample.image());
    }
    assertThat(pictures.find()).isFalse();
    String before = Files.readString(page);
    run(words).assertRefused(2, page.toString());
    assertThat(page).hasContent(before);
  }

  /** Each pixel is repeated, so that the picture is large enough to look at. */
  private static void assertShows(String base64, Image image) throws IOException {
    BufferedImage shown =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    int times = shown.getWidth() / image.width();
    assertThat(shown.getHeight()).isEqualTo(times * image.height());
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int value = shown.getRaster().getSample(x * times + times - 1, y * times, 0);
        assertThat(value).isEqualTo(image.value(y, x, 0));
      }
    }
  }

  @Test
  void theRecipeForAFolderIsSaid() throws Exception {
    assertThat(Recipes.forPhotographs(9_999)).isEqualTo("photographs");
    assertThat(Recipes.forPhotographs(10_000)).isEqualTo("imagenet-90");
    Path pictures = folder.resolve("pictures");
    for (int i = 0; i < 24; i++) {
      Path at = Files.createDirectories(pictures.resolve(i % 2 == 0 ? "a" : "b"));
      BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i % 20, 3, 0xFFFFFF);
      ImageIO.write(image, "png", at.resolve(i + ".png").toFile());
    }
    Ran ran =
        run(
            "data",
            "preview",
            "--json",
            "--data=folder:" + pictures,
            "--model=cifar-resnet8",
            "--to=" + folder.resolve("page.html"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("training pictures: recipe photographs (override: --recipe)");
    assertThat(ran.err()).contains("fine-tuning is better");
  }
}
