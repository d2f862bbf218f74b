package org.resnet4j.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.PictureFlags;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.data.pictures.PictureCheck;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.data.pictures.SplitShares;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resnet data check}: checks whether pictures can be trained on. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Read every picture and list bad, skipped, duplicate and odd-sized ones.",
      "Exits with code 1 if training would stop."
    })
final class DataCheckCommand implements Callable<Integer> {
  /** Longer lists are cut to this length; --json prints all. */
  private static final int SHOWN = 20;

  @Parameters(paramLabel = "folder:DIR|shards:DIR", description = "The pictures.")
  private String spec = "";

  @Option(
      names = "--split",
      paramLabel = "PERCENT",
      description =
          "The split that training would use for pictures without parts (default: 80,20).")
  private @Nullable String split;

  @Mixin private PictureFlags pictures = new PictureFlags();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    PictureSet set = PicturePlace.open(spec);
    PictureCheck check =
        PictureCheck.of(
            set, split == null ? SplitShares.DEFAULT : SplitShares.parse(split), pictures.limits());
    answer.give(forPrograms(check), () -> forPeople(set, check));
    return check.stopsTraining() ? Main.FAILED : 0;
  }

  private Map<String, Object> forPrograms(PictureCheck check) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("data", spec);
    object.put("trains", !check.stopsTraining());
    object.put("pictures", byTitle(check.pictures()));
    object.put("leftOut", check.leftOut().counts());
    object.put("problems", check.problems());
    object.put("bad", list(check.bad(), bad -> entry(bad.place(), "reason", bad.reason())));
    object.put("duplicates", list(check.duplicates(), DataCheckCommand::duplicates));
    object.put("typicalSide", check.typicalSide());
    object.put(
        "odd",
        list(check.odd(), odd -> entry(odd.place(), "size", odd.width() + "x" + odd.height())));
    return object;
  }

  private static Map<String, Object> byTitle(Map<Part, Map<String, Integer>> pictures) {
    Map<String, Object> object = new LinkedHashMap<>();
    pictures.forEach((part, classes) -> object.put(part.title(), classes));
    return object;
  }

  private static Map<String, Object> duplicates(PictureCheck.Duplicates group) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("files", group.places());
    object.put("acrossParts", group.acrossParts());
    object.put("acrossClasses", group.acrossClasses());
    return object;
  }

  private static Map<String, Object> entry(String place, String key, String value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", place);
    object.put(key, value);
    return object;
  }

  private static <T> List<Object> list(List<T> all, Function<T, Object> each) {
    return all.stream().map(each).collect(Collectors.toList());
  }

  private String forPeople(PictureSet set, PictureCheck check) {
    List<String> lines = new ArrayList<>();
    lines.add(spec + ": " + set.summary());
    lines.add(row("class", check.pictures().keySet().stream().map(Part::title).toList()));
    for (String name : set.classes()) {
      lines.add(
          row(
              name,
              check.pictures().values().stream()
                  .map(counts -> String.valueOf(counts.get(name)))
                  .toList()));
    }
    section(lines, "problems", check.problems(), problem -> problem);
    section(lines, "bad pictures", check.bad(), bad -> bad.place() + ": " + bad.reason());
    section(lines, "duplicate pictures", check.duplicates(), DataCheckCommand::text);
    section(
        lines,
        "odd sizes (typical: a shorter side of " + check.typicalSide() + " pixels)",
        check.odd(),
        odd -> odd.place() + ": " + odd.width() + " x " + odd.height());
    lines.add(
        check.stopsTraining()
            ? "training would stop"
                + (check.problems().isEmpty() ? " unless run with --on-bad-picture skip" : "")
            : "training would read all of these pictures");
    return String.join("\n", lines);
  }

  private static String text(PictureCheck.Duplicates group) {
    return (group.acrossParts() ? "across parts: " : "")
        + (group.acrossClasses() ? "across classes: " : "")
        + String.join(" = ", group.places());
  }

  private static String row(String name, List<String> cells) {
    return "  %-28s".formatted(name)
        + cells.stream().map("%12s"::formatted).collect(Collectors.joining());
  }

  private static <T> void section(
      List<String> lines, String title, List<T> all, Function<T, String> each) {
    if (!all.isEmpty()) {
      lines.add(title + ": " + all.size());
      all.stream().limit(SHOWN).forEach(one -> lines.add("  " + each.apply(one)));
      if (all.size() > SHOWN) {
        lines.add("  ... and " + (all.size() - SHOWN) + " more (--json lists all)");
      }
    }
  }
}
