package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.app.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on shards. */
class ShardCommandsTest {
  @TempDir private Path folder;
  private String pictures = "";
  private String shards = "";

  /** Two classes of 40 pictures of 40 x 20 pixels, bright and dark, packed. */
  @BeforeEach
  void pack() throws IOException {
    for (String name : List.of("bright", "dark")) {
      Path home = Files.createDirectories(folder.resolve("pictures").resolve(name));
      for (int i = 0; i < 40; i++) {
        BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 800; at++) {
          int level = (name.equals("bright") ? 160 : 20) + (at * 7 + i * 13) % 60;
          image.setRGB(at % 40, at / 40, level * 0x10101);
        }
        ImageIO.write(image, "png", home.resolve(i + ".png").toFile());
      }
    }
    pictures = "folder:" + folder.resolve("pictures");
    shards = "shards:" + folder.resolve("shards");
    JsonNode packed = packed("--shard-bytes=30k").onlyObject();
    assertThat(packed.get("pictures").asInt()).isEqualTo(80);
    assertThat(packed.get("skipped").asInt()).isZero();
    assertThat(packed.get("shards").asInt()).isGreaterThan(2);
  }

  private Ran packed(String... more) {
    String[] words = {
      "data", "pack", "--json", "--data=" + pictures, "--to=" + folder.resolve("shards")
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return run(all);
  }

  @Test
  void trainingEvaluationCheckAndResumingTakeShards() throws IOException {
    Path run = folder.resolve("run");
    Ran trained =
        run(
            "train",
            "--json",
            "--data=" + shards,
            "--model=cifar-resnet8",
            "--epochs=1",
            "--split=60,20,20",
            "--threads=1",
            "--out=" + run);
    assertThat(trained.err()).contains("80 pictures in 2 classes");
    JsonNode object = trained.onlyObject();
    String weights = "--weights=" + run.resolve("best.safetensors");
    JsonNode measured = run("evaluate", "--json", weights, "--split=60,20,20").onlyObject();
    assertThat(measured.get("top1")).isEqualTo(object.get("test").get("top1"));
    Path moved = folder.resolve("moved");
    Files.move(folder.resolve("shards"), moved);
    JsonNode again =
        run("train", "--json", "--resume=" + run, "--data=shards:" + moved).onlyObject();
    assertThat(again.get("weightsSha256")).isEqualTo(object.get("weightsSha256"));
    JsonNode check = run("data", "check", "--json", "shards:" + moved).onlyObject();
    assertThat(check.at("/pictures/training/bright").asInt()).isEqualTo(32);
  }

  @Test
  void damageIsListedAndTheExitCodeSaysSo() throws IOException {
    assertThat(run("data", "verify", "--json", "--data=" + shards).onlyObject().get("sound"))
        .hasToString("true");
    Path shard = folder.resolve("shards/train/train-000000.tar");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[540] ^= 1; // Within the first picture's header.
    Files.write(shard, bytes);
    Ran ran = run("data", "verify", "--json", "--data=" + shards);
    assertThat(ran.code()).isEqualTo(Main.FAILED);
    JsonNode object = ran.object();
    assertThat(object.get("sound")).hasToString("false");
    assertThat(object.at("/bad/0/file").asText()).endsWith("train-000000.tar");
    assertThat(object.at("/bad/1/file").asText()).endsWith("train-000000.tar/00000000.png");
    Files.writeString(folder.resolve("pictures/dark/7.png"), "no picture");
    Ran folders = run("data", "verify", "--data=" + pictures);
    assertThat(folders.code()).isEqualTo(Main.FAILED);
    assertThat(folders.out()).contains("1 bad:", "7.png: it is not an image");
  }

  @Test
  void requestsThatCannotBeMetAreRefusedInOneLine() {
    packed().assertRefusedLast(Main.WRONG, "other settings");
    packed("--quality=0.5").assertRefused(Main.WRONG, "--quality requires --size");
    packed("--shard-bytes=many").assertRefused(Main.WRONG, "--shard-bytes", "'many'");
    packed("--shard-bytes=1k").assertRefused(Main.WRONG, "at least 20480 bytes");
    run("data", "pack", "--data=cifar10", "--to=" + folder.resolve("x"))
        .assertRefused(Main.WRONG, "folder:DIR, shards:DIR or list:FILE", "'cifar10'");
    run("data", "verify", "--data=parquet:x")
        .assertRefused(Main.WRONG, "folder:DIR, shards:DIR or list:FILE", "'parquet:x'");
    run("train", "--data=shards:" + folder.resolve("nowhere"))
        .assertRefused(Main.FAILED, "nowhere", "expected a shard or a folder of shards");
  }
}
