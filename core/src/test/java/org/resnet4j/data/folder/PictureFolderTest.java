package org.resnet4j.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.DatasetContract;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.data.pictures.SplitShares;
import org.resnet4j.image.Image;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;

class PictureFolderTest extends DatasetContract {
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
    return DataSets.standard().open("folder:" + root, null, PictureOptions.square(16));
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
  public Dataset dataset() {
    paintClasses(root, 5);
    return open().train();
  }

  @Test
  void aTestPartMayStandAlone() {
    paintClasses(root.resolve("val"), 3);
    Dataset test = DataSets.standard().openTest("folder:" + root, null, PictureOptions.square(16));
    assertThat(test.size()).isEqualTo(6);
    assertThat(test.classes()).containsExactly("blue", "red");
    refused("pictures to train on", "6 pictures in 2 classes");
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
    assertThat(
            DataSets.standard().openTest("folder:" + root, null, PictureOptions.square(16)).size())
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
    assertThat(DataSets.standard().open("fashion-mnist-mini", null).test().file(0)).isEmpty();
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
    Split other = PictureFolder.of(root).split(PictureOptions.square(16).withSeed(1));
    assertThat(paths(other.test())).isNotEqualTo(paths(split.test()));
  }

  private static List<Integer> labels(Dataset data) {
    return IntStream.range(0, data.size()).map(data::label).boxed().toList();
  }

  private static List<Path> paths(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(i -> data.file(i).orElseThrow()).toList();
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
    refused("green", "no such class", "rename or remove it");
  }

  @Test
  void namesABrokenPicture() throws IOException {
    paintClasses(root, 5);
    Path broken = root.resolve("red/2.png");
    Files.write(broken, new byte[] {1, 2, 3});
    refused(broken.toString(), "not an image", "repair or remove it");
  }

  @Test
  void refusesAPictureLikeAThread() throws IOException {
    paintClasses(root, 5);
    paint(root.resolve("red/2.png"), 1_000_000, 1, 0);
    refused("2.png", "sides of 1 to 65,535");
  }

  @Test
  void refusesFoldersWithoutClassesOrPictures() throws IOException {
    refused(root.toString(), "a folder for each of at least 2 classes, found none");
    paintClasses(root.resolve("set"), 3);
    refused("found only set/", "folder:" + root.resolve("set"));
    Files.createDirectories(root.resolve("green"));
    Files.writeString(root.resolve("green/1.tif"), "x");
    refused("green: expected pictures of a class, found none", "1 .tif (not supported)");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> DataSets.standard().open("folder:" + root.resolve("no"), null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it does not exist or is not a folder");
    assertThatThrownBy(() -> DataSets.standard().open("folder:", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("folder:.");
  }

  @Test
  void picturesMayLieInFurtherFolders() throws IOException {
    paintClasses(root.resolve("train"), 3);
    for (int i = 0; i < 2; i++) {
      paint(root.resolve("train/red/images/" + i + ".JPG"), 20, 20, 0xFF0000);
      paint(root.resolve("valid/red/a/b/" + i + ".png"), 20, 20, 0xFF0000);
      paint(root.resolve("valid/blue/images/" + i + ".bmp"), 20, 20, 0xFF);
    }
    Split split = open();
    assertThat(labels(split.train())).containsExactly(0, 0, 0, 1, 1, 1, 1, 1);
    assertThat(labels(split.validation())).containsExactly(0, 0, 1, 1);
    assertThat(split.setsTestAside()).isFalse();
    assertThat(PictureFolder.of(root).summary())
        .isEqualTo("12 pictures in 2 classes (8 training, 4 validation)");
  }

  @Test
  void partsHaveTheNamesThatPeopleGiveThem() throws IOException {
    for (String name : List.of("val", "Valid", "VALIDATION")) {
      Path at = Files.createDirectory(root.resolve("of" + name));
      paintClasses(at.resolve("Training"), 5);
      paintClasses(at.resolve(name), 2);
      assertThat(PictureFolder.of(at).split(PictureOptions.square(16)).validation().size())
          .as(name)
          .isEqualTo(4);
      Files.createDirectory(at.resolve("validate"));
    }
    Path both = root.resolve("ofval");
    paintClasses(both.resolve("valid"), 2);
    assertThatThrownBy(() -> PictureFolder.of(both))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("keep one of val and valid");
  }

  @Test
  void aClassMayBeCalledTrain() throws IOException {
    for (String name : List.of("car", "train", "bus")) {
      for (int i = 0; i < 5; i++) {
        paint(root.resolve(name + "/images/" + i + ".png"), 20, 20, i);
      }
    }
    assertThat(open().train().classes()).containsExactly("bus", "car", "train");
    paint(root.resolve("train/more/1.png"), 20, 20, 0);
    refused("may be the training part or a class", "bus/");
  }

  @Test
  void aTestPartIsSetAside() throws IOException {
    paintClasses(root.resolve("train"), 10);
    paintClasses(root.resolve("test"), 3);
    Split split = open();
    assertThat(split.setsTestAside()).isTrue();
    assertThat(split.test().size()).isEqualTo(6);
    assertThat(split.train().size() + split.validation().size()).isEqualTo(20);
    assertThat(split.validation().size()).as("held out to choose on").isEqualTo(4);
    paintClasses(root.resolve("val"), 2);
    assertThat(open().train().size()).isEqualTo(20);
    assertThat(open().validation().size()).isEqualTo(4);
    assertThat(
            DataSets.standard().openTest("folder:" + root, null, PictureOptions.square(16)).size())
        .isEqualTo(6);
    assertThatThrownBy(
            () ->
                PictureFolder.of(root)
                    .split(PictureOptions.square(16).withShares(SplitShares.parse("90,10"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its own validation part");
  }

  @Test
  void sharesDivideEachClass() {
    paintClasses(root, 20);
    Split split =
        PictureFolder.of(root)
            .split(PictureOptions.square(16).withShares(SplitShares.parse("70,15,15")));
    assertThat(labels(split.validation())).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(labels(split.test())).containsExactly(0, 0, 0, 1, 1, 1);
    List<Path> all = new ArrayList<>(paths(split.train()));
    all.addAll(paths(split.validation()));
    all.addAll(paths(split.test()));
    assertThat(all).hasSize(40).doesNotHaveDuplicates();
    for (String wrong : List.of("70", "70,20", "100,0", "0,50,50", "a,b", "80,20,0,0")) {
      assertThatThrownBy(() -> SplitShares.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    PictureOptions whole = PictureOptions.square(16).withShares(SplitShares.parse("0,100"));
    assertThat(PictureFolder.of(root).measured(whole).size()).isEqualTo(40);
    assertThatThrownBy(() -> PictureFolder.of(root).split(whole))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no pictures to train on");
  }

  @Test
  void whatIsLeftOutIsCounted() throws IOException {
    paintClasses(root.resolve("train"), 5);
    paintClasses(root.resolve("val"), 2);
    Path red = root.resolve("train/red");
    for (String name : List.of("a.tif", "b.TIF", "c.heic", ".hidden.png", "notes.txt", "none")) {
      Files.writeString(red.resolve(name), "x");
    }
    Files.createDirectories(root.resolve("__MACOSX/red"));
    paint(root.resolve("train/loose.png"), 9, 9, 0);
    paint(root.resolve("annotations/map.png"), 9, 9, 0);
    Files.createSymbolicLink(red.resolve("gone.png"), root.resolve("nowhere.png"));
    PictureSet folder = PictureFolder.of(root);
    assertThat(folder.leftOut().counts())
        .containsExactly(
            entry(".heic (not supported)", 1),
            entry(".tif (not supported)", 2),
            entry("behind a broken link", 1),
            entry("hidden", 2),
            entry("in annotations/", 1),
            entry("of other kinds", 2),
            entry("outside the folders of the classes", 1));
    assertThat(folder.summary())
        .startsWith("14 pictures in 2 classes (10 training, 4 validation); left out: 1 .heic");
  }

  @Test
  void linksAreFollowedButNotInCircles() throws IOException {
    paintClasses(root.resolve("data"), 5);
    Path elsewhere = root.resolve("elsewhere");
    paint(elsewhere.resolve("more/1.png"), 20, 20, 1);
    paint(elsewhere.resolve("2.png"), 20, 20, 2);
    Path red = root.resolve("data/red");
    Files.createSymbolicLink(red.resolve("more"), elsewhere.resolve("more"));
    Files.createSymbolicLink(red.resolve("again"), elsewhere.resolve("more"));
    Files.createSymbolicLink(red.resolve("linked.png"), elsewhere.resolve("2.png"));
    Files.createSymbolicLink(red.resolve("self"), red);
    Files.createSymbolicLink(red.resolve("up"), root.resolve("data"));
    Files.createSymbolicLink(elsewhere.resolve("more/circle"), elsewhere.resolve("more"));
    Files.createSymbolicLink(root.resolve("data/green"), elsewhere);
    PictureSet folder = PictureFolder.of(root.resolve("data"));
    assertThat(folder.classes()).containsExactly("blue", "green", "red");
    assertThat(folder.summary()).startsWith("14 pictures in 3 classes; left out: ");
    assertThat(
            PictureWalk.under(red, List.of(root.resolve("data")), FolderListings.fresh())
                .pictures())
        .hasSize(7)
        .endsWith(red.resolve("again/1.png"), red.resolve("linked.png"));
  }

  @Test
  void aFolderWithoutPermissionIsNamed() throws IOException {
    paintClasses(root, 5);
    Path closed = Files.createDirectory(root.resolve("red/closed"));
    paint(closed.resolve("1.png"), 20, 20, 0);
    Files.setPosixFilePermissions(closed, Set.of());
    assumeFalse(Files.isReadable(closed), "this user may read everything");
    refused(closed.toString(), "no permission");
    assertThat(PictureWalk.under(root).unreadable())
        .containsExactly(new PictureWalk.Unreadable(closed, "no permission to read this folder"));
    assertThat(PictureWalk.under(root).pictures()).hasSize(10);
  }

  @Test
  void picturesBecomeGreyAndOfAnyShape() throws IOException {
    paintClasses(root, 5);
    Dataset data =
        PictureFolder.of(root).split(PictureOptions.of(ResizeCrop.covering(24, 48), 1)).train();
    assertThat(data.shape()).isEqualTo(new Shape(1, 24, 48));
    Image image = new Image();
    data.image(data.size() - 1, image);
    assertThat(image).hasToString("1x24x48");
    assertThat(image.value(12, 40, 0)).as("Pillow's grey of ff0004").isEqualTo(77);
    assertThat(data.picture(0).channels()).isEqualTo(1);
    assertThat(data.resized(12).shape()).isEqualTo(new Shape(1, 12, 24));
  }

  @Test
  void badPicturesAreSkippedAfterTheSplit() throws IOException {
    paintClasses(root, 20);
    Split before = open();
    Path bad = paths(before.train()).get(3);
    Files.write(bad, new byte[] {1, 2, 3});
    List<DataException> told = new ArrayList<>();
    PictureOptions skipping = PictureOptions.square(16).withBad(BadPictures.skip(told::add));
    Split split = PictureFolder.of(root).split(skipping);
    assertThat(paths(split.train())).isEqualTo(paths(before.train()));
    assertThat(paths(split.validation())).isEqualTo(paths(before.validation()));
    Normalisation.of(split.train());
    Normalisation.of(split.train());
    assertThat(told).hasSize(1);
    assertThat(told.get(0).source()).contains(bad.toString());
    assertThat(told.get(0).reason()).contains("not an image");
    assertThat(split.train().badPictures().count()).isEqualTo(1);
    for (Path picture : paths(before.train())) {
      Files.write(picture, new byte[] {1});
    }
    assertThatThrownBy(() -> Normalisation.of(PictureFolder.of(root).split(skipping).train()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected at most 20 unreadable pictures among 40");
  }

  /** As in a container, where Java takes names for ASCII. */
  @Test
  void namesOfOtherLettersAreReadUnderTheLocaleC() throws Exception {
    for (String name : List.of("K\u00e4tzchen", "\u732b", "\u72ac")) {
      for (int i = 0; i < 4; i++) {
        paint(root.resolve(name + "/Bild " + i + " \u00fc.png"), 20, 20, i);
      }
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            PrintFolder.class.getName(),
            ".");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(root.toFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed)
        .isEqualTo("[K\u00e4tzchen, \u72ac, \u732b] 12 pictures in 3 classes, 12 read");
  }

  /** Prints what a folder holds, in UTF-8. */
  static final class PrintFolder {
    private PrintFolder() {}

    public static void main(String[] words) {
      PictureSet folder = PictureFolder.of(Path.of(words[0]));
      Dataset all = folder.all(PictureOptions.square(8));
      int read = 0;
      for (int i = 0; i < all.size(); i++) {
        all.image(i, new Image());
        read++;
      }
      String line = folder.classes() + " " + folder.summary() + ", " + read + " read";
      System.out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }
  }
}
