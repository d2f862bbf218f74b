package org.resnet4j.bench.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.resnet4j.bench.rival.Launcher;
import org.resnet4j.bench.rival.Referee;
import org.resnet4j.bench.rival.Results;
import org.resnet4j.bench.rival.Spread;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures {@code resnet predict} of one picture, alternating between settings of Java. */
@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    description = "Time and memory from the command to the answer for one picture.")
public final class StartupCommand implements Callable<Integer> {
  @Option(names = "--picture", required = true, paramLabel = "FILE", description = "The picture.")
  private Path picture = Path.of("");

  @Option(
      names = "--weights",
      defaultValue = "resnet20-cifar10",
      description = "A name or file as of resnet predict (${DEFAULT-VALUE}).")
  private String weights = "";

  @Option(
      names = "--java",
      paramLabel = "ARGUMENTS",
      description = "Also with these arguments for Java, which undo the launcher's; repeatable.")
  private List<String> others = new ArrayList<>();

  @Option(names = "--turns", defaultValue = "9", description = "Turns of each (${DEFAULT-VALUE}).")
  private int turns;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers to a file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Referee referee = new Referee(spec);
    referee.requireAtLeastOne("--turns", turns);
    if (!Files.isRegularFile(picture)) {
      throw referee.wrong("--picture: expected a picture, found no file " + picture);
    }
    referee.requireFolderFor("--json", json);
    Map<String, List<Start>> starts = starts(referee);
    referee.table(table(starts));
    if (json != null) {
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("processor", Torch.processor());
      numbers.put("weights", weights);
      numbers.put("starts", starts);
      Results.write(json, numbers);
    }
    return 0;
  }

  /** By arguments of Java; the first turn, which may build the program, is not counted. */
  private Map<String, List<Start>> starts(Referee referee) throws IOException {
    String launcher = Launcher.home().resolve("resnet").toString();
    List<String> command = List.of(launcher, "predict", "--weights", weights, picture.toString());
    Map<String, List<Start>> starts = new LinkedHashMap<>();
    starts.put("", new ArrayList<>());
    others.forEach(arguments -> starts.put(arguments, new ArrayList<>()));
    List<String> order = new ArrayList<>(starts.keySet());
    for (int turn = 0; turn <= turns; turn++) {
      for (String arguments : order) {
        Start start = Start.of(command, arguments);
        if (turn > 0) {
          starts.getOrDefault(arguments, List.of()).add(start);
        }
      }
      Collections.rotate(order, 1); // Nobody always comes after the same other.
      referee.progress("turn " + turn + " of " + turns);
    }
    return starts;
  }

  private String table(Map<String, List<Start>> starts) {
    StringBuilder text = new StringBuilder();
    Results.line(text, "resnet predict, %s, one picture", weights);
    Results.line(text, "%s; %d turns, median (min - max)", Torch.processor(), turns);
    String row = "%24s %24s %21s  %s";
    Results.line(text, row, "seconds", "processor seconds", "peak MB", "Java");
    starts.forEach(
        (arguments, some) ->
            Results.line(
                text,
                row,
                cell("%.2f (%.2f - %.2f)", some, Start::seconds),
                cell("%.2f (%.2f - %.2f)", some, Start::processorSeconds),
                cell("%.0f (%.0f - %.0f)", some, Start::megabytes),
                arguments.isEmpty() ? "as the launcher sets it" : arguments));
    return text.toString();
  }

  private static String cell(String format, List<Start> starts, ToDoubleFunction<Start> value) {
    Spread spread = Spread.of(starts.stream().map(start -> value.applyAsDouble(start)).toList());
    return String.format(Locale.ROOT, format, spread.median(), spread.min(), spread.max());
  }
}
