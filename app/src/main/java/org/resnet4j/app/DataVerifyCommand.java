package org.resnet4j.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.resnet4j.app.flags.DataFlags;
import org.resnet4j.app.flags.Without;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.app.terminal.WorkBar;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.data.pictures.PictureVerification;
import org.resnet4j.train.recipe.PictureSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resnet data verify}: checks whether pictures are as they were written. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Read everything: the checksums and members of shards, and every picture; list what is bad.",
      "Exits with code 1 if anything is. Use data check for duplicates, sizes and classes."
    },
    footer = {"%nExample:", "  resnet data verify --data shards:DIR"})
@Without({"--data-dir", "--limit-train", "--limit-test", "--split", "--on-bad-picture"})
final class DataVerifyCommand implements Callable<Integer> {
  @Mixin private DataFlags data = new DataFlags();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    String spec = data.data("");
    PictureSettings reading = data.folder(spec);
    if (reading == null) {
      throw new IllegalArgumentException(
          "--data: expected " + PicturePlace.forms() + ", got '" + spec + "'");
    }
    PictureSet set = PicturePlace.open(spec);
    PictureVerification verification;
    try (WorkBar bar = new WorkBar("pictures", set.pictures().size(), answer)) {
      verification = PictureVerification.of(set, reading.limits(), bar::at);
    }
    boolean sound = set.problems().isEmpty() && verification.bad().isEmpty();
    answer.give(
        forPrograms(spec, sound, set, verification), () -> forPeople(spec, set, verification));
    return sound ? 0 : Main.FAILED;
  }

  private static Map<String, Object> forPrograms(
      String spec, boolean sound, PictureSet set, PictureVerification verification) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("data", spec);
    object.put("sound", sound);
    object.put("pictures", verification.pictures());
    object.put("leftOut", set.leftOut().counts());
    object.put("problems", set.problems());
    object.put(
        "bad",
        verification.bad().stream()
            .map(bad -> Map.of("file", bad.place(), "reason", bad.reason()))
            .toList());
    return object;
  }

  private static String forPeople(String spec, PictureSet set, PictureVerification verification) {
    List<String> bad =
        Stream.concat(
                set.problems().stream(),
                verification.bad().stream().map(each -> each.place() + ": " + each.reason()))
            .toList();
    return spec
        + ": "
        + set.summary()
        + "\n"
        + (bad.isEmpty() ? "all sound" : bad.size() + " bad:\n  " + String.join("\n  ", bad));
  }
}
