package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.data.folder.PictureFolder;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.data.shards.DrawnPictures;
import org.resnet4j.data.shards.PackSettings;
import org.resnet4j.data.shards.ShardFolder;
import org.resnet4j.data.shards.ShardPack;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;
import org.resnet4j.train.recipe.Recipe;

/** Runs on shards, whose epochs have another order than those of a folder. */
class ShardTrainingTest {
  @TempDir private Path folder;

  /** The same images, loaded by one thread. */
  private record OneThread(Dataset data) implements Dataset {
    @Override
    public String name() {
      return data.name();
    }

    @Override
    public List<String> classes() {
      return data.classes();
    }

    @Override
    public Shape shape() {
      return data.shape();
    }

    @Override
    public int size() {
      return data.size();
    }

    @Override
    public int label(int index) {
      return data.label(index);
    }

    @Override
    public void image(int index, Image reuse) {
      data.image(index, reuse);
    }

    @Override
    public int run(int index) {
      return data.run(index);
    }
  }

  @Test
  void aStoppedRunEndsWithTheBitsOfTheUndisturbedOneOnAnyNumberOfThreads() throws Exception {
    Path packed = folder.resolve("packed");
    ShardPack.write(
        PictureFolder.of(DrawnPictures.in(folder.resolve("pictures"), 70)),
        packed,
        new PackSettings(null, 0.95, 60_000),
        Limits.DEFAULT,
        BadPictures.STOP,
        done -> {},
        () -> false);
    Split data =
        ShardFolder.of(packed.toString()).split(PictureOptions.of(ResizeCrop.square(28), 1));
    assertThat(data.train().run(data.train().size() - 1)).isGreaterThan(1);
    assertThat(data.train().slow()).as("loaded by several threads").isTrue();
    TinyRun run = TinyRun.fast(data);
    assertThat(run.inPieces(folder.resolve("pieces"), 2))
        .isEqualTo(run.undisturbed(folder.resolve("whole")));
    Recipe unresized = TinyRun.paperRecipe(0.1, 0.1, 0);
    Split slow = new Split(new OneThread(data.train()), new OneThread(data.validation()));
    assertThat(TinyRun.fast(slow).withRecipe(unresized).undisturbed(folder.resolve("one")))
        .isEqualTo(run.withRecipe(unresized).undisturbed(folder.resolve("several")));
  }
}
