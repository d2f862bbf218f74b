package org.resnet4j.bench.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.bench.rival.Launcher;
import org.resnet4j.bench.rival.Referee;
import org.resnet4j.bench.rival.Results;
import org.resnet4j.torch.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Computes logits in ResNet4J, ONNX Runtime, DJL and libtorch, in turns, and compares the rates.
 */
@Command(
    name = "inference",
    mixinStandardHelpOptions = true,
    description = "Compare inference on the same weights and images, in turns.")
public final class InferenceCommand implements Callable<Integer> {
  /** The kinds of measurements. */
  enum Measure {
    THROUGHPUT,
    LATENCY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"--model", "--models"},
      split = ",",
      defaultValue = "resnet50",
      description = "Networks of the catalog (${DEFAULT-VALUE}).")
  private List<String> models = List.of();

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "1,4,16,32",
      description = "Images per call, for throughput (${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of();

  @Option(
      names = "--callers",
      split = ",",
      defaultValue = "1,2,4",
      description = "Threads that each request one image, for latency (${DEFAULT-VALUE}).")
  private List<Integer> callers = List.of();

  @Option(
      names = "--measure",
      split = ",",
      defaultValue = "throughput,latency",
      description = "The measurements (${DEFAULT-VALUE}).")
  private List<Measure> measures = List.of();

  @Option(
      names = "--contestants",
      split = ",",
      description = "The contestants, of ${COMPLETION-CANDIDATES} (all).")
  private List<Contestant> contestants = List.of();

  @Option(
      names = "--threads",
      split = ",",
      description = "Threads per call; each number is a separate comparison (all cores).")
  private List<Integer> threads = List.of();

  @Option(names = "--turns", defaultValue = "7", description = "Turns of each (${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "Length of one measurement (${DEFAULT-VALUE}), and at least three calls.")
  private double seconds;

  @Option(names = "--out", paramLabel = "DIR", description = "Write numbers and charts there.")
  private @Nullable Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Referee referee = new Referee(spec);
    requireNetworks(referee);
    List<Integer> cores = threads.isEmpty() ? List.of(Torch.physicalCores()) : threads;
    referee.requireAtLeastOne("--turns", turns);
    referee.requireAtLeastOne("--batches", Collections.min(batches));
    referee.requireAtLeastOne("--callers", Collections.min(callers));
    referee.requireAtLeastOne("--threads", Collections.min(cores));
    if (!(seconds > 0 && seconds <= 3600)) {
      throw referee.wrong("--seconds: expected more than 0 and at most 3600, got " + seconds);
    }
    referee.requireFolderFor("--out", out);
    List<Score> scores = new ArrayList<>();
    for (String model : models) {
      for (int count : cores) {
        Setting setting = new Setting(Torch.processor(), model, count, turns, seconds);
        Score score = compete(setting, referee);
        scores.add(score);
        referee.table(ScoreTable.of(score) + System.lineSeparator());
        if (out != null) { // Now, lest a later failure take it all.
          write(out, scores);
        }
      }
    }
    return 0;
  }

  private void requireNetworks(Referee referee) {
    try {
      models.forEach(model -> Catalog.standard().build(model));
    } catch (IllegalArgumentException e) {
      throw referee.wrong("--model: " + e.getMessage());
    }
  }

  private Score compete(Setting setting, Referee referee) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("resnet-bench");
    try {
      Task task = new Task(setting.model(), folder, setting.threads());
      Weights.write(task, Collections.max(batches));
      return new Race(
              setting,
              task,
              contestants.isEmpty() ? List.of(Contestant.values()) : distinct(contestants),
              measures.contains(Measure.THROUGHPUT) ? distinct(batches) : List.of(),
              measures.contains(Measure.LATENCY) ? distinct(callers) : List.of(),
              Launcher.environment(),
              referee::progress)
          .run();
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static <T> List<T> distinct(List<T> values) {
    return values.stream().distinct().toList();
  }

  private static void write(Path folder, List<Score> scores) throws IOException {
    Files.createDirectories(folder);
    Results.write(
        folder.resolve("inference.json"),
        Map.of("runs", scores.stream().map(ScoreJson::of).toList()));
    for (Score score : scores) {
      ScoreCharts.write(folder, score);
    }
  }
}
