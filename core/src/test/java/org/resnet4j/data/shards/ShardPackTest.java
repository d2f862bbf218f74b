package org.resnet4j.data.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.data.folder.PictureFolder;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.data.pictures.PictureVerification;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;
import org.resnet4j.io.Sha256;
import org.resnet4j.train.ChildJvm;

class ShardPackTest {
  /** Several pictures a shard. */
  private static final PackSettings SMALL = new PackSettings(null, 0.95, 30_000);

  @TempDir private Path folder;
  private Path pictures;

  @BeforeEach
  void draw() throws IOException {
    pictures = DrawnPictures.in(folder.resolve("pictures"), 20);
  }

  private ShardPack.Result pack(Path to, PackSettings settings, BadPictures bad)
      throws IOException {
    return ShardPack.write(
        PictureFolder.of(pictures), to, settings, Limits.DEFAULT, bad, done -> {}, () -> false);
  }

  private ShardPack.Result pack(Path to) throws IOException {
    return pack(to, SMALL, BadPictures.STOP);
  }

  /** The checksum of each file but the lock, by name. */
  static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        sums.put(folder.relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
      }
    }
    sums.remove(".lock");
    return sums;
  }

  /** The pixels and the class of each picture, in no order. */
  private static List<String> content(Dataset data) {
    return IntStream.range(0, data.size())
        .mapToObj(
            i -> {
              Image image = data.picture(i);
              return data.classes().get(data.label(i)) + " " + image + Sha256.hex(image.pixels());
            })
        .sorted()
        .toList();
  }

  @Test
  void shardsHaveThePixelsAndLabelsOfTheFolder() throws IOException {
    ShardPack.Result result = pack(folder.resolve("packed"));
    assertThat(result.finished()).isTrue();
    assertThat(result.pictures()).isEqualTo(72);
    assertThat(result.shards()).isGreaterThan(3);
    try (Stream<Path> shards = Files.list(folder.resolve("packed/train"))) {
      assertThat(shards).allMatch(shard -> shard.toFile().length() <= SMALL.shardBytes());
    }
    PictureSet set = ShardFolder.of(folder.resolve("packed").toString());
    assertThat(set.problems()).isEmpty();
    assertThat(set.classes()).containsExactly("cat", "dog", "owl");
    Split expected = PictureFolder.of(pictures).split(PictureOptions.square(30));
    Split found = set.split(PictureOptions.square(30));
    assertThat(content(found.train())).isEqualTo(content(expected.train())).hasSize(60);
    assertThat(content(found.validation())).isEqualTo(content(expected.validation())).hasSize(12);
    assertThat(PictureVerification.of(set, Limits.DEFAULT, done -> {}).bad()).isEmpty();
  }

  @Test
  void classesAreMixedAndTheSamePicturesGiveTheSameBytes() throws IOException {
    pack(folder.resolve("one"));
    pack(folder.resolve("other"));
    assertThat(files(folder.resolve("one"))).isEqualTo(files(folder.resolve("other")));
    PictureSet set = ShardFolder.of(folder.resolve("one").toString());
    int[] first = IntStream.range(0, 20).map(set.pictures()::label).toArray();
    assertThat(first).contains(0, 1, 2);
  }

  @Test
  void runsAreThoseOfOneShard() throws IOException {
    pack(folder.resolve("packed"));
    PictureSet set = ShardFolder.of(folder.resolve("packed").toString());
    for (int i = 1; i < set.pictures().size(); i++) {
      boolean sameShard = shard(set, i).equals(shard(set, i - 1));
      assertThat(set.pictures().run(i) == set.pictures().run(i - 1)).isEqualTo(sameShard);
    }
  }

  private static String shard(PictureSet set, int index) {
    String place = set.pictures().place(index);
    return place.substring(0, place.lastIndexOf('/'));
  }

  @Test
  void largePicturesAreResizedAndOthersCopied() throws IOException {
    DrawnPictures.draw(pictures.resolve("train/cat/large.png"), 90, 60, 0x345678);
    pack(folder.resolve("packed"), new PackSettings(32, 0.95, 1 << 20), BadPictures.STOP);
    PictureSet set = ShardFolder.of(folder.resolve("packed").toString());
    Dataset all = set.all(PictureOptions.square(30));
    List<String> sizes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean jpeg = set.pictures().place(i).endsWith(".jpg");
      Image image = all.picture(i);
      if (jpeg) {
        sizes.add(image.width() + "x" + image.height());
      } else {
        assertThat(image.width()).isEqualTo(40);
      }
    }
    assertThat(sizes).containsExactly("48x32");
  }

  @Test
  void aStoppedPackIsContinuedToTheSameBytes() throws IOException {
    pack(folder.resolve("whole"));
    Path stopped = folder.resolve("stopped");
    for (int stop = 1; true; stop += 7) {
      int most = stop;
      int[] polls = {0};
      ShardPack.Result result =
          ShardPack.write(
              PictureFolder.of(pictures),
              stopped,
              SMALL,
              Limits.DEFAULT,
              BadPictures.STOP,
              done -> {},
              () -> ++polls[0] > most);
      if (result.finished()) {
        break;
      }
      assertThat(files(stopped).keySet()).noneMatch(name -> name.endsWith(".tmp"));
      assertThatThrownBy(() -> ShardFolder.of(stopped.toString()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("unfinished");
    }
    assertThat(files(stopped)).isEqualTo(files(folder.resolve("whole")));
    Files.delete(stopped.resolve("train/train-000001.tar"));
    pack(stopped);
    assertThat(files(stopped)).isEqualTo(files(folder.resolve("whole")));
  }

  @Test
  void aKilledPackIsContinuedToTheSameBytes() throws Exception {
    pack(folder.resolve("whole"));
    Path killed = folder.resolve("killed");
    Process process =
        ChildJvm.start(List.of(), SlowPack.class, pictures.toString(), killed.toString());
    while (process.isAlive() && !Files.exists(killed.resolve("train/train-000001.tar"))) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertThat(files(killed)).doesNotContainKey(ShardPack.INDEX).isNotEmpty();
    pack(killed);
    assertThat(files(killed)).isEqualTo(files(folder.resolve("whole")));
  }

  /** Packs with a pause after each picture. */
  public static final class SlowPack {
    private SlowPack() {}

    /** Packs a folder to another. */
    public static void main(String[] folders) throws IOException {
      ShardPack.write(
          PictureFolder.of(Path.of(folders[0])),
          Path.of(folders[1]),
          SMALL,
          Limits.DEFAULT,
          BadPictures.STOP,
          done -> pause(),
          () -> false);
    }

    private static void pause() {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void badPicturesStopOrAreSkippedAndThePackGoesOn() throws IOException {
    Files.writeString(pictures.resolve("train/dog/3.png"), "no picture");
    Path to = folder.resolve("packed");
    assertThatThrownBy(() -> pack(to))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3.png");
    BadPictures skip = BadPictures.skip(bad -> {});
    for (int i = 0; i < 2; i++) {
      ShardPack.Result result = pack(to, SMALL, skip);
      assertThat(result.pictures()).isEqualTo(71);
      assertThat(result.skipped()).isEqualTo(1);
    }
    pack(folder.resolve("again"), SMALL, skip);
    assertThat(files(to)).isEqualTo(files(folder.resolve("again")));
  }

  @Test
  void otherFoldersAndOtherPacksAreRefused() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "precious");
    assertThatThrownBy(() -> pack(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty folder");
    assertThat(files(other)).containsOnlyKeys("thesis.txt");
    Path to = folder.resolve("packed");
    pack(to);
    assertThatThrownBy(() -> pack(to, PackSettings.DEFAULT, BadPictures.STOP))
        .hasMessageContaining("other settings");
    DrawnPictures.draw(pictures.resolve("train/owl/new.png"), 40, 40, 1);
    assertThatThrownBy(() -> pack(to)).hasMessageContaining("other pictures");
  }

  @Test
  void damageIsFoundByVerification() throws IOException {
    Path to = folder.resolve("packed");
    pack(to);
    Path shard = to.resolve("train/train-000000.tar");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[700] ^= 1;
    Files.write(shard, bytes);
    PictureSet set = ShardFolder.of(to.toString());
    PictureVerification verification = PictureVerification.of(set, Limits.DEFAULT, done -> {});
    assertThat(verification.bad()).hasSize(2);
    assertThat(verification.bad().get(0).reason()).contains("SHA-256");
    assertThat(verification.bad().get(1).place()).contains("train-000000.tar/00000000.png");
    Files.write(shard, java.util.Arrays.copyOf(bytes, 5000));
    assertThat(ShardFolder.of(to.toString()).problems())
        .singleElement()
        .asString()
        .contains("train-000000.tar", "got 5000");
    Files.delete(shard);
    assertThat(ShardFolder.of(to.toString()).problems())
        .singleElement()
        .asString()
        .contains("train/train-000000.tar is missing");
  }
}
