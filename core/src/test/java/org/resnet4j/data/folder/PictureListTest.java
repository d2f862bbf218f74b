package org.resnet4j.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.DataException;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.data.pictures.PictureSet;

class PictureListTest {
  @TempDir private Path root;

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(root.resolve(name), String.join("\n", lines) + "\n");
  }

  @Test
  void linesAreAFileAndALabel() throws IOException {
    Path list =
        write("all.txt", "# mine", "a/one picture.jpg cat", "", "b.png\tdog house", "c.png  cat");
    PictureSet set = PicturePlace.open("list:" + list);
    assertThat(set.classes()).containsExactly("cat", "dog house");
    assertThat(set.pictures().size()).isEqualTo(3);
    assertThat(set.pictures().file(0)).contains(root.resolve("a/one picture.jpg"));
    assertThat(set.pictures().file(1)).contains(root.resolve("b.png"));
    assertThat(set.pictures().label(0)).isZero();
    assertThat(set.pictures().label(1)).isEqualTo(1);
    assertThat(set.pictures().label(2)).isZero();
    assertThat(set.parts()).containsOnlyKeys(Part.TRAIN);
  }

  /** As Caffe's lists are; a class may be in none of them. */
  @Test
  void numbersAreClasses() throws IOException {
    Path train = write("train.txt", "x/1.jpg 10", "x/2.jpg 2");
    Path val = write("val.txt", "/absolute/3.jpg 0");
    PictureSet set = PicturePlace.open("list:" + train + "," + val);
    assertThat(set.classes()).hasSize(11).startsWith("0", "1", "2").endsWith("9", "10");
    assertThat(set.pictures().label(0)).isEqualTo(10);
    assertThat(set.parts().get(Part.TRAIN)).containsExactly(0, 1);
    assertThat(set.parts().get(Part.VALIDATION)).containsExactly(2);
    assertThat(set.pictures().file(2)).contains(Path.of("/absolute/3.jpg"));
    assertThat(set.hasParts()).isTrue();
  }

  @Test
  void faultsNameTheListAndTheLine() throws IOException {
    String bad = write("bad.txt", "a.jpg 0", "alone").toString();
    refused(bad, "bad.txt: line 2: expected a picture and its label");
    refused(write("one.txt", "a.jpg cat", "b.jpg cat").toString(), "at least 2 classes, found 1");
    refused(write("none.txt", "# nothing").toString(), "found 0");
    refused(root.resolve("missing.txt").toString(), "expected a file of pictures and labels");
    refused(root.toString(), "expected a file of pictures and labels");
    String good = write("good.txt", "a.jpg 0", "b.jpg 1").toString();
    refused(good + "," + good + "," + good + "," + good, "at most a list to train on");
    refused(good + "," + write("empty.txt", "").toString(), "empty.txt: expected pictures");
    Files.write(root.resolve("latin.txt"), new byte[] {'a', (byte) 0xFC, ' ', '1', '\n'});
    refused(root.resolve("latin.txt").toString(), "it is not text in UTF-8");
  }

  private static void refused(String files, String why) {
    assertThatThrownBy(() -> PictureList.of(files))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(why);
  }

  /** ImageNet as it is downloaded: folders to train on, val/ and test/ without. */
  @Test
  void aFlatValidationPartHasItsLabelsInAList() throws IOException {
    for (String name : new String[] {"train/n01/a.jpg", "train/n02/b.jpg", "train/n02/c.jpg"}) {
      picture(name);
    }
    for (int i = 1; i <= 4; i++) {
      picture("val/V_" + i + ".JPEG");
    }
    picture("test/T_1.JPEG");
    assertThatThrownBy(() -> PictureFolder.of(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a folder for each class, or the labels of its pictures in")
        .hasMessageContaining("val.txt");
    write("val.txt", "V_1.JPEG 1", "V_3.JPEG 0", "val/V_4.JPEG n02");
    checkFlat();
    Files.move(root.resolve("val.txt"), root.resolve("val/val.txt"));
    checkFlat();
    Files.delete(root.resolve("val/val.txt"));
    write(
        "LOC_val_solution.csv",
        "ImageId,PredictionString",
        "V_1,n02 85 1 499 272 n02 1 2 3 4 ",
        "V_3,n01 1 1 2 2",
        "V_4,n02 1 1 2 2 ");
    checkFlat();
    write("LOC_val_solution.csv", "ImageId,PredictionString", "V_1,n09 85 1 499 272 ");
    assertThatThrownBy(() -> PictureFolder.of(root))
        .hasMessageContaining("the label of V_1: expected a class's name or a number from 0 to 1");
  }

  private void checkFlat() {
    PictureSet set = PictureFolder.of(root);
    assertThat(set.problems()).isEmpty();
    assertThat(set.classes()).containsExactly("n01", "n02");
    assertThat(set.parts()).containsOnlyKeys(Part.TRAIN, Part.VALIDATION);
    int[] held = set.parts().get(Part.VALIDATION);
    assertThat(held).hasSize(3);
    assertThat(held).hasSize(3);
    assertThat(java.util.stream.IntStream.of(held).map(set.pictures()::label))
        .containsExactly(1, 0, 1);
    assertThat(set.pictures().file(held[2])).contains(root.resolve("val/V_4.JPEG"));
    assertThat(set.leftOut().counts())
        .containsEntry("in val/, without a label", 1)
        .containsEntry("in test/, without a label", 1);
  }

  private void picture(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }
}
