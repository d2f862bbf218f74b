package org.resnet4j.data.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.data.DataException;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.io.tar.TarWriter;

/** Shards of other programs. */
class ShardFolderTest {
  @TempDir private Path folder;
  private Path cache;

  @BeforeEach
  void cacheHere() {
    cache = folder.resolve("cache");
    System.setProperty("resnet4j.shards", cache.toString());
  }

  @AfterEach
  void cacheWhereItWas() {
    System.clearProperty("resnet4j.shards");
  }

  private static byte[] picture() throws IOException {
    Path file = Files.createTempFile("picture", ".png");
    DrawnPictures.draw(file, 8, 8, 0x102030);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  /** A shard of members NAME or NAME=TEXT; those without a text are pictures. */
  private Path shard(String name, String... members) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      TarWriter tar = new TarWriter(out);
      for (String member : members) {
        String[] parts = member.split("=", 2);
        tar.add(
            parts[0], parts.length == 1 ? picture() : parts[1].getBytes(StandardCharsets.UTF_8));
      }
      tar.finish();
    }
    return file;
  }

  private PictureSet open(String place) {
    return ShardFolder.of(folder.resolve(place).toString());
  }

  private static int[] labels(PictureSet set) {
    return IntStream.range(0, set.pictures().size()).map(set.pictures()::label).toArray();
  }

  @Test
  void labelsAreNumbersOrNames() throws IOException {
    shard(
        "numbers/a.tar",
        "1.jpg",
        "1.cls=2",
        "x/2.PNG",
        "x/2.cls= 0\n",
        "3.webp",
        "3.json={\"label\":1}");
    PictureSet numbers = open("numbers");
    assertThat(numbers.problems()).isEmpty();
    assertThat(numbers.classes()).containsExactly("0", "1", "2");
    assertThat(labels(numbers)).containsExactly(2, 0, 1);
    assertThat(numbers.pictures().place(1)).endsWith("a.tar/x/2.PNG");
    shard("names/a.tar", "1.json={\"label\":\"owl\"}", "1.jpg");
    shard("names/b.tar", "1.jpg", "1.json={\"label\":\"cat\"}");
    PictureSet names = open("names");
    assertThat(names.classes()).containsExactly("cat", "owl");
    assertThat(labels(names)).containsExactly(1, 0);
  }

  @Test
  void namesOfClassesLieBesideTheShards() throws IOException {
    shard("train/a.tar", "1.jpg", "1.json={\"label\":\"dog\"}");
    Files.writeString(folder.resolve("classes.txt"), "cat\ndog\n");
    assertThat(ShardFolder.of(folder + "/train/a.tar").classes()).containsExactly("cat", "dog");
    assertThat(labels(open("train"))).containsExactly(1);
    Files.writeString(folder.resolve("train/classes.json"), "[\"owl\", \"fox\"]");
    assertThat(open("train").problems()).anyMatch(it -> it.contains("'dog' is none of the 2"));
    Files.writeString(folder.resolve("train/classes.json"), "[\"owl\"]");
    shard("train/a.tar", "1.jpg", "1.cls=1", "2.jpg", "2.cls=0");
    assertThat(open("train").problems())
        .anyMatch(
            problem -> problem.contains("expected labels below 1") && problem.contains("a.tar"));
    Files.writeString(folder.resolve("train/classes.json"), "[\"owl\", \"owl\"]");
    assertThatThrownBy(() -> open("train"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("different names");
  }

  @Test
  void partsAreFoldersOrWordsInNamesOrAPattern() throws IOException {
    String[] members = {"1.jpg", "1.cls=0", "2.jpg", "2.cls=1"};
    shard("folders/train/0.tar", members);
    shard("folders/valid/0.tar", members);
    assertThat(open("folders").parts()).containsOnlyKeys(Part.TRAIN, Part.VALIDATION);
    shard("names/my-train-000.tar", members);
    shard("names/my-train-001.tar", members);
    shard("names/my-test-000.tar", members);
    assertThat(open("names").parts().get(Part.TRAIN)).hasSize(4);
    assertThat(open("names").parts().get(Part.TEST)).containsExactly(4, 5);
    PictureSet pattern = open("names/my-train-{000..001}.tar");
    assertThat(pattern.pictures().size()).isEqualTo(4);
    assertThatThrownBy(() -> open("names/my-train-{000..002}.tar"))
        .hasMessageContaining("my-train-002.tar");
    assertThatThrownBy(() -> open("names/{a,b}.tar"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{000000..000146}");
    shard("names/other.tar", members);
    assertThatThrownBy(() -> open("names")).hasMessageContaining("other.tar names none");
    Files.writeString(folder.resolve("folders/train/1.tar.gz"), "compressed");
    assertThatThrownBy(() -> open("folders")).hasMessageContaining("gunzip");
    assertThatThrownBy(() -> open("nowhere")).isInstanceOf(DataException.class);
  }

  @Test
  void whatIsNotUsedIsCountedAndHostileNamesAreNamesOnly() throws IOException {
    shard(
        "a.tar",
        "../../etc/passwd.jpg",
        "../../etc/passwd.cls=0",
        "/root/x.jpg",
        "/root/x.cls=0",
        "1.jpg",
        "2.cls=0",
        "3.tif=x",
        "3.seg.png",
        "readme=x",
        "._4.jpg");
    PictureSet set = open("a.tar");
    assertThat(set.problems()).isEmpty();
    assertThat(set.pictures().size()).isEqualTo(2);
    assertThat(set.leftOut().toString())
        .isEqualTo(
            "1 .tif (not supported), 1 hidden, 1 labels without a picture, 2 of other kinds, 1"
                + " pictures without a label");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.jpg 1.cls=cat | decimal digits",
        "1.jpg 1.cls=-1 | decimal digits",
        "1.jpg 1.cls=4294967296 | decimal digits",
        "1.jpg 1.cls=2000000 | below 1000000",
        "1.jpg 1.json={\"label\":1.5} | decimal digits",
        "1.jpg 1.json={\"label\" | not a valid record",
        "1.jpg 1.png 1.cls=0 | two pictures",
        "1.jpg 1.cls=0 1.cls=1 | two labels",
        "1.jpg 1.cls=0 2.jpg 2.cls=0 1.jpg 1.cls=1 | occurs twice",
        "1.jpg 1.cls=0 2.jpg 2.json={\"label\":\"cat\"} | all numbers or all names"
      })
  void faultsAreProblemsThatNameShardAndMember(String members, String reason) throws IOException {
    shard("a.tar", members.trim().split(" "));
    PictureSet set = open("a.tar");
    assertThat(set.problems()).anyMatch(it -> it.contains("a.tar: ") && it.contains(reason));
    assertThatThrownBy(() -> set.split(PictureOptions.DEFAULT)).isInstanceOf(DataException.class);
  }

  @Test
  void aTruncatedShardIsAProblemAndOthersAreRead() throws IOException {
    Path bad = shard("a.tar", "1.jpg", "1.cls=0");
    shard("b.tar", "1.jpg", "1.cls=0");
    Files.write(bad, Arrays.copyOf(Files.readAllBytes(bad), 600));
    PictureSet set = open(".");
    assertThat(set.problems()).singleElement().asString().contains("a.tar: ", "truncated");
    assertThat(set.pictures().size()).isEqualTo(1);
  }

  @Test
  void theIndexIsInTheCacheAndMadeAnewWhenAShardChanges() throws IOException {
    Path shard = shard("data/a.tar", "1.jpg", "1.cls=0");
    open("data");
    Map<String, String> before = ShardPackTest.files(cache);
    assertThat(before).hasSize(1);
    assertThat(ShardPackTest.files(folder.resolve("data"))).containsOnlyKeys("a.tar");
    FileTime time = Files.getLastModifiedTime(shard);
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, new byte[bytes.length]);
    Files.setLastModifiedTime(shard, time);
    assertThat(open("data").pictures().size()).as("not scanned again").isEqualTo(1);
    Files.setLastModifiedTime(shard, FileTime.fromMillis(time.toMillis() + 1));
    assertThat(open("data").pictures().size()).as("scanned again").isZero();
    shard("data/a.tar", "1.jpg", "1.cls=0", "2.jpg", "2.cls=0");
    assertThat(open("data").pictures().size()).isEqualTo(2);
    try (Stream<Path> files = Files.list(cache)) {
      Files.writeString(files.toList().get(0), "damaged");
    }
    assertThat(open("data").pictures().size()).isEqualTo(2);
  }

  @Test
  void aShardThatShrinksAfterItWasOpenedIsSaidAtTheRead() throws IOException {
    Path shard = shard("a.tar", "1.jpg", "1.cls=0");
    PictureSet set = open("a.tar");
    Files.write(shard, new byte[10]);
    assertThatThrownBy(() -> set.pictures().read(0, Limits.DEFAULT))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("changed after it was indexed");
    assertThatThrownBy(() -> set.pictures().read(0, Limits.DEFAULT.withFileBytes(9)))
        .hasMessageContaining("at most 9 bytes");
  }

  @Test
  void anIndexThatLiesIsRefused() throws IOException {
    Path file = folder.resolve("index");
    Samples sound =
        new Samples(
            new long[] {512}, new int[] {9}, new int[] {0}, new int[] {5}, new byte[5], List.of());
    Samples beyond =
        new Samples(
            new long[] {Long.MAX_VALUE},
            new int[] {9},
            new int[] {0},
            new int[] {5},
            new byte[5],
            List.of());
    Samples label =
        new Samples(
            new long[] {512}, new int[] {9}, new int[] {-1}, new int[] {5}, new byte[5], List.of());
    Samples name =
        new Samples(
            new long[] {512}, new int[] {9}, new int[] {0}, new int[] {6}, new byte[5], List.of());
    write(file, sound);
    assertThat(ShardIndex.read(file).shards().get(0).samples().equalTo(sound)).isTrue();
    for (Samples lie : List.of(beyond, label, name)) {
      write(file, lie);
      assertThatThrownBy(() -> ShardIndex.read(file)).hasMessageContaining("shard a.tar: ");
    }
    write(file, sound);
    byte[] bytes = Files.readAllBytes(file);
    bytes[60] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> ShardIndex.read(file)).hasMessageContaining("checksum");
  }

  private static void write(Path file, Samples samples) throws IOException {
    Shard shard =
        new Shard(
            "a.tar", 10_240, 0, "", samples, org.resnet4j.data.pictures.LeftOut.NONE, List.of());
    new ShardIndex(List.of(shard)).write(file);
  }
}
