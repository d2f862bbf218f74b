package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.DataFlags;
import org.resnet4j.app.flags.Without;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.WorkBar;
import org.resnet4j.data.BadPictures;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.data.shards.PackSettings;
import org.resnet4j.data.shards.ShardPack;
import org.resnet4j.train.recipe.PictureSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet data pack}: packs pictures into shards. */
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    description = {
      "Pack pictures into tar archives (shards), which are read in large pieces.",
      "A pack that was stopped is continued by the same command. Train on it with shards:DIR."
    },
    footer = {
      "%nExamples:",
      "  resnet data pack --data folder:DIR --to SHARDS",
      "  resnet data pack --data folder:DIR --to SHARDS --size 256 --shard-bytes 256m"
    })
@Without({"--data-dir", "--limit-train", "--limit-test", "--split"})
final class DataPackCommand implements Callable<Integer> {
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})([kmg]?)");

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "A new folder, or that of the same pack, stopped.")
  private Path to = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Resize pictures whose shorter side is over N pixels to N, and store them as JPEG"
              + " (default: copy every file).")
  private @Nullable Integer size;

  @Option(
      names = "--quality",
      paramLabel = "Q",
      description = "Of these JPEG files, above 0 and at most 1 (default: 0.95).")
  private @Nullable Double quality;

  @Option(
      names = "--shard-bytes",
      paramLabel = "N",
      defaultValue = "1g",
      description = "The most bytes of a shard; k, m and g are powers of 1024 (default: 1g).")
  private String shardBytes = "";

  @Mixin private DataFlags data = new DataFlags();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() throws IOException {
    String spec = data.data("");
    PictureSettings reading = data.folder(spec);
    if (reading == null) {
      throw new IllegalArgumentException(
          "--data: expected " + PicturePlace.forms() + ", got '" + spec + "'");
    }
    if (quality != null && size == null) {
      throw new IllegalArgumentException("--quality requires --size: other pictures are copied");
    }
    PackSettings settings =
        new PackSettings(size, quality == null ? PackSettings.QUALITY : quality, bytes(shardBytes));
    PictureSet set = PicturePlace.open(spec);
    answer.note(spec + ": " + set.summary());
    BadPictures bad = reading.bad(flaw -> answer.warn(flaw.getMessage() + "; skipped"));
    try (Interruption interruption = new Interruption(answer);
        WorkBar bar = new WorkBar("pictures", set.pictures().size(), answer)) {
      ShardPack.Result result =
          ShardPack.write(
              set, to, settings, reading.limits(), bad, bar::at, interruption::requested);
      bar.close();
      if (result.finished()) {
        answer.give(forPrograms(spec, result), () -> forPeople(result));
      } else {
        answer.say(
            "stopped after "
                + result.shards()
                + " finished shards; run the same command again to continue");
      }
      return interruption.exitCode();
    }
  }

  private Map<String, Object> forPrograms(String spec, ShardPack.Result result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("data", spec);
    object.put("to", to.toString());
    object.put("pictures", result.pictures());
    object.put("skipped", result.skipped());
    object.put("shards", result.shards());
    object.put("bytes", result.bytes());
    return object;
  }

  private String forPeople(ShardPack.Result result) {
    return String.format(
        Locale.ROOT,
        "%,d pictures in %,d shards of together %,d bytes%s; use them with: --data shards:%s",
        result.pictures(),
        result.shards(),
        result.bytes(),
        result.skipped() == 0 ? "" : ", " + result.skipped() + " skipped",
        to);
  }

  private static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--shard-bytes: expected a number of bytes such as 1g or 256m, got '" + text + "'");
    }
    int power = " kmg".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
  }
}
