package org.resnet4j.data.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.TarGzWriter.Entry;
import org.resnet4j.image.Image;

/** The formats of CIFAR with few images. */
class CifarTest {
  private static final Cifar TEN =
      new Cifar(
          "ten",
          "ten.tar.gz",
          "00",
          "ten-bin",
          Cifar.CIFAR10.classes(),
          1,
          List.of("a.bin", "b.bin"),
          "t.bin",
          3,
          2);
  private static final Cifar HUNDRED =
      new Cifar(
          "hundred",
          "hundred.tar.gz",
          "00",
          "hundred-bin",
          Cifar.CIFAR100.classes(),
          2,
          List.of("a.bin"),
          "t.bin",
          3,
          2);

  @TempDir Path root;
  private final byte[] first = records(3, 3073, 1);
  private final byte[] second = records(3, 3073, 2);
  private final byte[] test = records(2, 3073, 3);

  private static byte[] records(int count, int bytes, int seed) {
    byte[] records = new byte[count * bytes];
    new Random(seed).nextBytes(records);
    for (int i = 0; i < count; i++) {
      records[i * bytes] = (byte) (i + seed);
      records[i * bytes + 1] = bytes == 3074 ? (byte) (90 + i) : records[i * bytes + 1];
    }
    return records;
  }

  @BeforeEach
  void write() throws IOException {
    Files.write(root.resolve("a.bin"), first);
    Files.write(root.resolve("b.bin"), second);
    Files.write(root.resolve("t.bin"), test);
  }

  private Split read(Cifar kind) {
    return kind.read(new DataDirectory(root, kind.name()));
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> read(TEN))
        .isInstanceOf(DataException.class)
        .message()
        .doesNotContain("\n")
        .contains(parts);
  }

  private void check(Split split) {
    assertThat(TEN.place(new DataDirectory(root, "ten"))).isPresent();
    assertThat(split.train().size()).isEqualTo(6);
    assertThat(split.test().size()).isEqualTo(2);
    assertThat(split.train().label(4)).isEqualTo(3);
    Image image = new Image();
    split.train().image(4, image);
    for (int c = 0; c < 3; c++) {
      assertThat(image.value(17, 30, c))
          .isEqualTo(second[3073 + 1 + c * 1024 + 17 * 32 + 30] & 0xFF);
    }
  }

  private void moveTo(String folder) throws IOException {
    Path to = Files.createDirectories(root.resolve(folder));
    for (String file : List.of("a.bin", "b.bin", "t.bin")) {
      Files.move(root.resolve(file), to.resolve(file));
    }
  }

  private void archive(Entry... entries) throws IOException {
    for (String file : List.of("a.bin", "b.bin", "t.bin")) {
      Files.deleteIfExists(root.resolve(file));
    }
    Files.write(root.resolve("ten.tar.gz"), TarGzWriter.write(entries));
  }

  @Test
  void readsTheFiles() {
    check(read(TEN));
  }

  @Test
  void readsTheFolderOfTheArchive() throws IOException {
    moveTo("ten-bin");
    check(read(TEN));
  }

  @Test
  void readsAFolderOfItsName() throws IOException {
    moveTo("ten/ten-bin");
    check(read(TEN));
  }

  @Test
  void readsTheArchiveInAnyOrder() throws IOException {
    archive(
        new Entry("ten-bin/", '5', new byte[0]),
        new Entry("ten-bin/readme.html", '0', new byte[700]),
        new Entry("ten-bin/b.bin", '0', second),
        new Entry("ten-bin/t.bin", '0', test),
        new Entry("../../etc/a.bin", '0', first));
    check(read(TEN));
  }

  @Test
  void readsFineLabels() throws IOException {
    Files.write(root.resolve("a.bin"), records(3, 3074, 0));
    Files.write(root.resolve("t.bin"), records(2, 3074, 0));
    assertThat(read(HUNDRED).train().label(2)).isEqualTo(92);
    byte[] bad = records(2, 3074, 0);
    bad[3074] = 20;
    Files.write(root.resolve("t.bin"), bad);
    assertThatThrownBy(() -> read(HUNDRED)).hasMessageContaining("labels of 0 to 19");
  }

  @Test
  void knowsAllClasses() {
    assertThat(Cifar.CIFAR10.classes()).hasSize(10);
    assertThat(Cifar.CIFAR100.classes()).hasSize(100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void refusesAFileCutShort() throws IOException {
    Files.write(root.resolve("b.bin"), Arrays.copyOf(second, 5000));
    refused("b.bin", "expected 9,219 bytes, got 5,000", "truncated");
  }

  @Test
  void refusesATooLongFile() throws IOException {
    Files.write(root.resolve("b.bin"), Arrays.copyOf(second, 9220));
    refused("b.bin", "expected 9,219 bytes", "got more");
  }

  @Test
  void refusesALabelThatIsNoClass() throws IOException {
    second[3073] = 10;
    Files.write(root.resolve("b.bin"), second);
    refused("b.bin", "labels of 0 to 9, got 10 for image 1");
  }

  @Test
  void namesAMissingFile() throws IOException {
    Files.delete(root.resolve("b.bin"));
    assertThat(TEN.place(new DataDirectory(root, "ten"))).isEmpty();
    refused("has no b.bin", "name their folder");
    Files.write(root.resolve("b.bin.xz"), new byte[3]);
    refused("b.bin.xz", "xz -dk");
  }

  @Test
  void namesAMissingFolder() {
    assertThatThrownBy(() -> TEN.read(new DataDirectory(root.resolve("nowhere"), "ten")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("nowhere", "not a folder", "ten needs its files", "fetch them");
  }

  @Test
  void refusesABrokenArchive() throws IOException {
    Entry a = new Entry("a.bin", '0', first);
    Entry b = new Entry("b.bin", '0', second);
    archive(a, b);
    refused("ten.tar.gz", "expected it to hold t.bin");
    archive(a, a, b);
    refused("a.bin twice");
    archive(a, new Entry("b.bin", '0', new byte[9218]));
    refused("expected b.bin of 9219 bytes, got 9218");
    byte[] cut = TarGzWriter.write(a, b, new Entry("t.bin", '0', test));
    Files.write(root.resolve("ten.tar.gz"), Arrays.copyOf(cut, cut.length / 2));
    refused("truncated");
    byte[] changed = cut.clone();
    changed[cut.length - 8] ^= 1; // The checksum, which stands behind all files.
    Files.write(root.resolve("ten.tar.gz"), changed);
    refused("ten.tar.gz", "fetch it again");
    Files.write(root.resolve("ten.tar.gz"), new byte[2000]);
    refused("expected gzip data");
    Files.write(root.resolve("ten.tar.gz"), TarGzWriter.damaged(a));
    refused("tar header in it is damaged");
  }
}
