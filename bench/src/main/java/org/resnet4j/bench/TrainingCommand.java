package org.resnet4j.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains ResNet-20 in ResNet4J, on bare libtorch and in DJL, in turns, and compares the rates. */
@Command(
    name = "training",
    mixinStandardHelpOptions = true,
    description = "Compare training steps of ResNet-20 at CIFAR shapes, in turns.")
final class TrainingCommand implements Callable<Integer> {
  /** He et al. 2015, Table 6: 0.27 million; exactly this many with scales, shifts and bias. */
  private static final long PARAMETERS = 269_722;

  /** Lets the threads of the last one fall asleep. */
  private static final long PAUSE_MILLIS = 500;

  @Option(names = "--turns", defaultValue = "7", description = "Turns of each (${DEFAULT-VALUE}).")
  private int turns;

  // The first steps of a turn find the caches full of another's data.
  @Option(names = "--steps", defaultValue = "30", description = "Steps a turn (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--batch", defaultValue = "128", description = "Images (${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--threads", defaultValue = "2", description = "Threads (${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "A variable for ResNet4J's process besides the launcher's; may be repeated.")
  private Map<String, String> variables = new TreeMap<>();

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers to a file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    atLeastOne("--turns", turns);
    atLeastOne("--steps", steps);
    atLeastOne("--batch", batch);
    atLeastOne("--threads", threads);
    if (json != null && !Results.hasFolder(json)) {
      throw wrong("--json: there is no folder for " + json);
    }
    Score score = compete();
    spec.commandLine().getOut().print(score.table());
    spec.commandLine().getOut().flush();
    if (json != null) {
      Results.write(json, score.toJson());
    }
    return 0;
  }

  private void atLeastOne(String flag, int value) {
    if (value < 1) {
      throw wrong(flag + " must be at least 1, not " + value);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Score compete() throws IOException, InterruptedException {
    Map<Contestant, List<Double>> rates = new EnumMap<>(Contestant.class);
    Map<Contestant, List<Double>> faults = new EnumMap<>(Contestant.class);
    Map<String, String> launcher = new TreeMap<>(Launcher.environment());
    launcher.putAll(variables);
    double idle = 0;
    Map<String, Double> peaks = new TreeMap<>();
    List<RivalProcess> rivals = new ArrayList<>();
    try {
      for (Contestant contestant : Contestant.values()) {
        RivalProcess rival = new RivalProcess(contestant, launcher, batch, threads);
        rivals.add(rival);
        check(rival);
        rival.run(steps); // Not counted: compilers and caches warm up.
        Thread.sleep(PAUSE_MILLIS);
      }
      for (int turn = 1; turn <= turns; turn++) {
        StringBuilder line = new StringBuilder("turn " + turn + " of " + turns + ":");
        for (RivalProcess rival : rivals) {
          double before = used(rivals) - used(List.of(rival));
          long start = System.nanoTime();
          Map<String, Double> numbers = rival.run(steps);
          double seconds = (System.nanoTime() - start) / 1e9;
          idle = Math.max(idle, (used(rivals) - used(List.of(rival)) - before) / seconds);
          if (rival.contestant() == Contestant.PEAK) {
            numbers.remove(RivalMain.FAULTS);
            numbers.forEach((name, rate) -> peaks.merge(name, rate, Math::max));
          } else {
            double rate = rate(rival.contestant(), numbers);
            rates.computeIfAbsent(rival.contestant(), c -> new ArrayList<>()).add(rate);
            faults
                .computeIfAbsent(rival.contestant(), c -> new ArrayList<>())
                .add(numbers.getOrDefault(RivalMain.FAULTS, Double.NaN));
            line.append(String.format(Locale.ROOT, " %s %.0f", rival.contestant().label(), rate));
          }
          Thread.sleep(PAUSE_MILLIS);
        }
        progress(line + " images/s");
        // Nobody always comes after the same other.
        Collections.rotate(rivals, 1);
      }
    } finally {
      rivals.forEach(RivalProcess::close);
    }
    return new Score(
        Torch.processor(), threads, batch, steps, turns, rates, faults, peaks, launcher, idle);
  }

  private static double used(List<RivalProcess> rivals) {
    return rivals.stream().mapToDouble(rival -> rival.used().toMillis() / 1e3).sum();
  }

  private void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private static void check(RivalProcess rival) throws IOException {
    double parameters = rival.facts().getOrDefault("parameters", 0.0);
    if (rival.contestant() != Contestant.PEAK && parameters != PARAMETERS) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s trains another network: %.0f parameters, not %d",
              rival.contestant().label(),
              parameters,
              PARAMETERS));
    }
  }

  private double rate(Contestant contestant, Map<String, Double> numbers) throws IOException {
    double loss = numbers.getOrDefault("loss", Double.NaN);
    if (!Double.isFinite(loss)) {
      throw new IOException(contestant.label() + " does not train: the loss is " + loss);
    }
    return (double) steps * batch / numbers.getOrDefault("seconds", Double.NaN);
  }
}
