package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.augment.Lighting;
import org.resnet4j.data.augment.Mixing;
import org.resnet4j.data.augment.RandomErasing;
import org.resnet4j.data.augment.RandomResizedCrop;
import org.resnet4j.data.augment.TrivialAugmentWide;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.train.optim.Adam;
import org.resnet4j.train.optim.Lamb;
import org.resnet4j.train.optim.Schedule;
import org.resnet4j.train.recipe.Averaging;
import org.resnet4j.train.recipe.BinaryLoss;
import org.resnet4j.train.recipe.Phase;
import org.resnet4j.train.recipe.Recipe;

/** A run on a folder of photographs by all parts of the recipes for ImageNet. */
class PhotographRunTest {
  private static final int SIZE = 16;

  @TempDir private Path folder;

  @BeforeEach
  void draw() throws IOException {
    Random random = new Random(3);
    for (String part : List.of("train/a", "train/b", "val/a", "val/b")) {
      Path at = Files.createDirectories(folder.resolve("pictures").resolve(part));
      for (int i = 0; i < (part.startsWith("train") ? 24 : 6); i++) {
        BufferedImage image = new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 480; p++) {
          int level = (part.endsWith("a") ? 140 : 40) + random.nextInt(100);
          image.setRGB(p % 24, p / 24, level << 16 | level << 8 | random.nextInt(256));
        }
        ImageIO.write(image, "png", at.resolve(i + ".png").toFile());
      }
    }
    for (String file : List.of("train/a/3.png", "val/b/2.png")) {
      Path damaged = folder.resolve("pictures").resolve(file);
      Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), 200));
    }
  }

  private static Recipe recipe() {
    Augmentation augmentation =
        Augmentation.framed(RandomResizedCrop.of(SIZE))
            .withEffects(List.of(TrivialAugmentWide.ofImageNet()))
            .withLighting(new Lighting(0.1))
            .withErasing(RandomErasing.of(0.3))
            .withMixing(new Mixing(0.2, 1))
            .withRepeats(2);
    return TinyRun.paperRecipe(0.1, 0.1, 0.9)
        .but()
        .phases(List.of(new Phase(3, 0, augmentation)))
        .batchSize(16)
        .parts(2)
        .optimizer(new Lamb(5e-3, new Adam(0.9, 0.999, 1e-6), 0.02, false))
        .schedule(new Schedule.Warmup(0.1, 0.1, true, new Schedule.Plateau(0.1, 0, 1e-4)))
        .binary(BinaryLoss.STANDARD)
        .stochasticDepth(0.3)
        .clip(1.0)
        .averaging(new Averaging(3, 0.4))
        .build();
  }

  private TinyRun run(Recipe recipe) {
    PictureOptions options = PictureOptions.square(SIZE).withBad(BadPictures.skip(bad -> {}));
    return new TinyRun(
        "cifar-resnet8",
        DataSets.standard().open("folder:" + folder.resolve("pictures"), null, options),
        recipe,
        "fp32",
        1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aStoppedRunEndsWithTheBitsOfTheUndisturbedOne(int steps) throws Exception {
    String whole = run(recipe()).undisturbed(folder.resolve("whole"));
    assertThat(run(recipe()).inPieces(folder.resolve("pieces"), steps)).isEqualTo(whole);
    assertThat(run(recipe()).withThreads(2).undisturbed(folder.resolve("two"))).isEqualTo(whole);
  }

  /** Each part of the recipe reaches the weights. */
  @Test
  void everyPartOfTheRecipeMattersForTheBits() throws Exception {
    Recipe all = recipe();
    Augmentation shown = all.phase(0).augmentation();
    List<Recipe> others =
        List.of(
            all.but().parts(null).build(),
            all.but().binary(null).build(),
            all.but().stochasticDepth(null).build(),
            all.but().clip(null).build(),
            all.but().averaging(null).build(),
            all.but().averaging(new Averaging(3, 0)).build(),
            all.but().schedule(new Schedule.Plateau(0.1, 0, 1e-4)).build(),
            all.but().phases(List.of(new Phase(3, 0, shown.withMixing(null)))).build(),
            all.but().phases(List.of(new Phase(3, 0, shown.withErasing(null)))).build(),
            all.but().phases(List.of(new Phase(3, 0, shown.withRepeats(1)))).build());
    String whole = run(all).undisturbed(folder.resolve("whole"));
    for (int i = 0; i < others.size(); i++) {
      assertThat(run(others.get(i)).undisturbed(folder.resolve("other" + i)))
          .as("%d", i)
          .isNotEqualTo(whole);
    }
  }
}
