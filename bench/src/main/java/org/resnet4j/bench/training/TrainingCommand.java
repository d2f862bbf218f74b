package org.resnet4j.bench.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;
import org.resnet4j.bench.rival.Launcher;
import org.resnet4j.bench.rival.Rates;
import org.resnet4j.bench.rival.Referee;
import org.resnet4j.bench.rival.Results;
import org.resnet4j.bench.rival.RivalLoop;
import org.resnet4j.bench.rival.RivalProcess;
import org.resnet4j.bench.rival.Rivals;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network in ResNet4J, on bare libtorch and in DJL, in turns, and compares the rates. */
@Command(
    name = "training",
    mixinStandardHelpOptions = true,
    description = "Compare training steps, in turns.")
public final class TrainingCommand implements Callable<Integer> {
  /** Networks of at least as many multiply-adds get small batches and few steps: ResNet-18 has. */
  private static final long LARGE = 1_000_000_000;

  @Option(
      names = "--model",
      defaultValue = "resnet20",
      description = "A residual network of the catalog (${DEFAULT-VALUE}).")
  private String model = "";

  @Option(names = "--turns", defaultValue = "7", description = "Turns of each (${DEFAULT-VALUE}).")
  private int turns;

  // The first steps of a turn find the caches full of another's data.
  @Option(names = "--steps", description = "Steps a turn (30; 3 of ImageNet networks).")
  private @Nullable Integer steps;

  @Option(names = "--batch", description = "Images (128; 16 for ImageNet networks).")
  private @Nullable Integer batch;

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
    Referee referee = new Referee(spec);
    Summary summary = Summary.of(network(referee));
    boolean large = summary.multiplyAdds() >= LARGE;
    int stepsOfTurn = steps != null ? steps : large ? 3 : 30;
    Work work = new Work(model, batch != null ? batch : large ? 16 : 128, threads);
    referee.requireAtLeastOne("--turns", turns);
    referee.requireAtLeastOne("--steps", stepsOfTurn);
    referee.requireAtLeastOne("--batch", work.batch());
    referee.requireAtLeastOne("--threads", threads);
    referee.requireFolderFor("--json", json);
    Score score = compete(work, stepsOfTurn, summary.parameters(), referee);
    referee.table(score.table());
    if (json != null) {
      Results.write(json, score.toJson());
    }
    return 0;
  }

  private Architecture network(Referee referee) {
    try {
      Architecture network = new Work(model, 1, 1).network();
      DjlBlocks.of(network.layers());
      return network;
    } catch (IllegalArgumentException e) {
      throw referee.wrong("--model: " + e.getMessage());
    }
  }

  private Score compete(Work work, int steps, long parameters, Referee referee)
      throws IOException, InterruptedException {
    Map<String, String> launcher = new TreeMap<>(Launcher.environment());
    launcher.putAll(variables);
    Rates<Contestant> rates = new Rates<>();
    Rates<Contestant> faults = new Rates<>();
    String order = String.valueOf(steps);
    List<Map.Entry<Contestant, RivalProcess>> inTurn = new ArrayList<>();
    try (Rivals rivals = new Rivals(threads, launcher)) {
      for (Contestant contestant : Contestant.values()) {
        RivalProcess process = rivals.add(start(contestant, work, launcher));
        inTurn.add(Map.entry(contestant, process));
        check(contestant, process, parameters);
        rivals.run(process, order); // Not counted: compilers and caches warm up.
      }
      for (int turn = 1; turn <= turns; turn++) {
        StringBuilder line = new StringBuilder("turn " + turn + " of " + turns + ":");
        rivals.measurePeak();
        for (Map.Entry<Contestant, RivalProcess> entry : inTurn) {
          Contestant contestant = entry.getKey();
          Map<String, Double> numbers = rivals.run(entry.getValue(), order);
          double rate = (double) steps * work.batch() / seconds(contestant, numbers);
          rates.add(contestant, rate);
          faults.add(contestant, numbers.getOrDefault(RivalLoop.FAULTS, Double.NaN) / steps);
          line.append(String.format(Locale.ROOT, " %s %.1f", contestant.label(), rate));
        }
        referee.progress(line + " images/s");
        // Nobody always comes after the same other.
        Collections.rotate(inTurn, 1);
      }
      return new Score(
          Torch.processor(), work, steps, rates, faults, rivals.peaks(), launcher, rivals.idle());
    }
  }

  private static RivalProcess start(Contestant contestant, Work work, Map<String, String> launcher)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(contestant.name()));
    words.addAll(work.words());
    return new RivalProcess(
        contestant.label(), TrainingRival.class, words, contestant.tuned() ? launcher : Map.of());
  }

  private static void check(Contestant contestant, RivalProcess rival, long expected)
      throws IOException {
    double parameters = rival.facts().getOrDefault("parameters", 0.0);
    if (parameters != expected) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "expected %s to train a network of %d parameters, got %.0f",
              contestant.label(),
              expected,
              parameters));
    }
  }

  private static double seconds(Contestant contestant, Map<String, Double> numbers)
      throws IOException {
    double loss = numbers.getOrDefault("loss", Double.NaN);
    if (!Double.isFinite(loss)) {
      throw new IOException(contestant.label() + " does not train: the loss is " + loss);
    }
    return numbers.getOrDefault("seconds", Double.NaN);
  }
}
