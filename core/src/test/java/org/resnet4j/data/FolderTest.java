package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.image.Image;

class FolderTest extends DatasetContract {
  @TempDir Path root;

  private static void paint(Path file, int width, int height, int rgb) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, rgb);
    }
    String name = file.toString();
    assertThat(ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile()))
        .isTrue();
  }

  private void paintClasses(Path at, int each) {
    try {
      for (int i = 0; i < each; i++) {
        paint(at.resolve("red/" + i + ".png"), 40, 30 + i, 0xFF0000 + i);
        paint(at.resolve("blue/" + i + ".jpg"), 30, 40 + i, 0x0000FF);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Split open() {
    return DataSets.open("folder:" + root, null, FolderOptions.square(16));
  }

  private void refused(String... parts) {
    assertThatThrownBy(
            () -> {
              Split split = open();
              for (Dataset part : List.of(split.train(), split.test())) {
                for (int i = 0; i < part.size(); i++) {
                  part.image(i, new Image());
                }
              }
            })
        .isInstanceOf(DataException.class)
        .message()
        .doesNotContain("\n")
        .contains(parts);
  }

  @Override
  Dataset dataset() {
    paintClasses(root, 5);
    return open().train();
  }

  @Test
  void aTestPartMayStandAlone() {
    paintClasses(root.resolve("val"), 3);
    Dataset test = DataSets.openTest("folder:" + root, null, FolderOptions.square(16));
    assertThat(test.size()).isEqualTo(6);
    assertThat(test.classes()).containsExactly("blue", "red");
    refused("train", "test part alone");
  }

  @Test
  void thePictureIsWholeAndTheImageIsCut() {
    paintClasses(root, 5);
    Dataset data = open().train();
    Image whole = data.picture(data.size() - 1);
    assertThat(whole.width()).isEqualTo(40);
    assertThat(whole.height()).isGreaterThanOrEqualTo(30);
    assertThat(data.limit(2).picture(1).height()).isGreaterThanOrEqualTo(30);
    assertThat(data.resized(8).picture(0)).hasToString(data.picture(0).toString());
    assertThat(DataSets.openTest("folder:" + root, null, FolderOptions.square(16)).size())
        .as("what is held out")
        .isEqualTo(open().test().size());
  }

  @Test
  void theFileOfAnImageIsKnownInEveryViewOfTheSet() {
    paintClasses(root, 5);
    Dataset data = open().train();
    Path file = data.file(data.size() - 1).orElseThrow();
    assertThat(file).isRegularFile();
    assertThat(file.getParent()).hasFileName("red");
    assertThat(data.resized(8).file(data.size() - 1)).contains(file);
    assertThat(data.withClasses(List.of("red", "other", "blue")).file(0)).isEqualTo(data.file(0));
    Dataset two = data.limit(2);
    assertThat(two.file(1).orElseThrow().getParent()).hasFileName("red");
    assertThat(DataSets.open("fashion-mnist-mini", null).test().file(0)).isEmpty();
  }

  @Test
  void classesAreSortedAndImagesAreRgb() {
    paintClasses(root, 5);
    Dataset data = open().train();
    assertThat(data.classes()).containsExactly("blue", "red");
    Image image = new Image();
    data.image(data.size() - 1, image);
    assertThat(data.label(data.size() - 1)).isEqualTo(1);
    assertThat(image.value(8, 8, 0)).isEqualTo(255);
    assertThat(image.value(8, 8, 2)).isLessThan(5);
  }

  @Test
  void holdsOutAFifthOfEachClassBySeed() {
    paintClasses(root, 20);
    Split split = open();
    assertThat(split.train().size()).isEqualTo(32);
    assertThat(labels(split.test())).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(paths(split.train())).doesNotContainAnyElementsOf(paths(split.test()));
    assertThat(paths(open().test())).isEqualTo(paths(split.test()));
    Split other = Folder.open(root, FolderOptions.square(16).withSeed(1));
    assertThat(paths(other.test())).isNotEqualTo(paths(split.test()));
  }

  private static List<Integer> labels(Dataset data) {
    return IntStream.range(0, data.size()).map(data::label).boxed().toList();
  }

  private static List<Path> paths(Dataset data) {
    FolderDataset folder = (FolderDataset) data;
    return IntStream.range(0, data.size()).mapToObj(i -> folder.file(i).orElseThrow()).toList();
  }

  @Test
  void usesTrainAndValWhereTheyAre() {
    paintClasses(root.resolve("train"), 3);
    paintClasses(root.resolve("val"), 2);
    assertThat(open().train().size()).isEqualTo(6);
    assertThat(open().test().size()).isEqualTo(4);
  }

  @Test
  void splitsTrainWhereItIsAlone() {
    paintClasses(root.resolve("train"), 5);
    assertThat(open().test().size()).isEqualTo(2);
  }

  @Test
  void refusesAClassThatOnlyValHas() throws IOException {
    paintClasses(root.resolve("train"), 3);
    paintClasses(root.resolve("val"), 2);
    paint(root.resolve("val/green/1.png"), 20, 20, 0xFF00);
    refused("'green'", "rename or remove it");
  }

  @Test
  void namesABrokenPicture() throws IOException {
    paintClasses(root, 5);
    Path broken = root.resolve("red/2.png");
    Files.write(broken, new byte[] {1, 2, 3});
    refused(broken.toString(), "not a picture", "repair or remove it");
  }

  @Test
  void refusesAPictureLikeAThread() throws IOException {
    paintClasses(root, 5);
    paint(root.resolve("red/2.png"), 1_000_000, 1, 0);
    refused("2.png", "each side up to 65,535");
  }

  @Test
  void refusesFoldersWithoutClassesOrPictures() throws IOException {
    refused(root.toString(), "one folder for each class wanted");
    Files.createDirectories(root.resolve("a"));
    Files.createDirectories(root.resolve("b"));
    refused("at least 2 pictures wanted", "but it has 0");
    Files.createDirectories(root.resolve("train"));
    refused("train", "one folder for each class wanted, but it has 0");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> DataSets.open("folder:" + root.resolve("no"), null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is not there or not a folder");
  }
}
