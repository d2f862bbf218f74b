package org.resnet4j.bench.inference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.resnet4j.bench.inference.Score.Waits;
import org.resnet4j.bench.rival.Rates;
import org.resnet4j.bench.rival.RivalProcess;
import org.resnet4j.bench.rival.Rivals;

/**
 * A comparison of inference on one network with one number of threads: in every turn, all
 * contestants one after the other at each batch, then at each number of callers.
 *
 * @param batches sizes of batches whose throughput is measured; may be none
 * @param callers numbers of callers whose latency is measured; may be none
 * @param progress takes a line for each part of a turn
 */
record Race(
    Setting setting,
    Task task,
    List<Contestant> contestants,
    List<Integer> batches,
    List<Integer> callers,
    Map<String, String> launcher,
    Consumer<String> progress) {

  private record Starter(Contestant contestant, RivalProcess process) {}

  /**
   * Runs all turns.
   *
   * @throws IOException if a rival fails, or gives wrong logits
   */
  Score run() throws IOException, InterruptedException {
    Map<Integer, Rates<Contestant>> images = new LinkedHashMap<>();
    Map<Integer, Rates<Contestant>> requests = new LinkedHashMap<>();
    Map<Integer, Map<Contestant, Waits>> waits = new LinkedHashMap<>();
    Map<Contestant, Double> differences = new LinkedHashMap<>();
    try (Rivals rivals = new Rivals(setting.threads(), launcher)) {
      List<Starter> starters = new ArrayList<>();
      for (Contestant contestant : contestants) {
        RivalProcess process = rivals.add(start(contestant));
        starters.add(new Starter(contestant, process));
        differences.put(contestant, check(contestant, rivals, process));
      }
      for (int turn = 1; turn <= setting.turns(); turn++) {
        String title = setting.model() + ", turn " + turn + " of " + setting.turns() + ", ";
        rivals.measurePeak();
        for (int batch : batches) {
          Rates<Contestant> rates = images.computeIfAbsent(batch, b -> new Rates<>());
          StringBuilder line = new StringBuilder(title + "batch " + batch + ":");
          for (Starter starter : starters) {
            rate(starter, rivals.run(starter.process(), order("throughput", batch)), rates, line);
          }
          progress.accept(line + " images/s");
        }
        for (int count : callers) {
          Rates<Contestant> rates = requests.computeIfAbsent(count, c -> new Rates<>());
          Map<Contestant, Waits> waited = waits.computeIfAbsent(count, c -> new LinkedHashMap<>());
          StringBuilder line = new StringBuilder(title + "callers: " + count + ":");
          for (Starter starter : starters) {
            Map<String, Double> numbers = rivals.run(starter.process(), order("latency", count));
            rate(starter, numbers, rates, line);
            waited.put(starter.contestant(), new Waits(of(numbers, "p50"), of(numbers, "p99")));
          }
          progress.accept(line + " requests/s");
        }
        // Rotate the order, so that no contestant always follows the same one.
        Collections.rotate(starters, 1);
      }
      return new Score(
          setting,
          images,
          requests,
          waits,
          differences,
          rivals.peaks(),
          new TreeMap<>(launcher),
          rivals.idle());
    }
  }

  private RivalProcess start(Contestant contestant) throws IOException {
    List<String> words = new ArrayList<>(List.of(contestant.name()));
    words.addAll(task.words());
    return new RivalProcess(
        contestant.toString(),
        InferenceRival.class,
        words,
        contestant.tuned() ? launcher : Map.of());
  }

  private String order(String what, int count) {
    return what + " " + count + " " + setting.seconds();
  }

  /** Checks and warms up a rival at every batch size. */
  private double check(Contestant contestant, Rivals rivals, RivalProcess process)
      throws IOException, InterruptedException {
    double largest = 0;
    for (int batch : batches.isEmpty() ? List.of(1) : batches) {
      double difference = of(rivals.run(process, "answer " + batch), "difference");
      requireRight(contestant, batch, difference);
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  /**
   * Refuses logits that differ by more than rounding explains.
   *
   * @throws IOException that says so in one line
   */
  static void requireRight(Contestant contestant, int batch, double difference) throws IOException {
    double tolerance = contestant.numbers().tolerance();
    if (!(difference <= tolerance)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s answers wrongly at batch %d: its logits differ by %.1e of the largest, and %.0e"
                  + " is what %s explains",
              contestant,
              batch,
              difference,
              tolerance,
              contestant.numbers().key()));
    }
  }

  private static void rate(
      Starter starter, Map<String, Double> numbers, Rates<Contestant> rates, StringBuilder line) {
    double rate = of(numbers, "rate");
    rates.add(starter.contestant(), rate);
    line.append(String.format(Locale.ROOT, " %s %.1f", starter.contestant(), rate));
  }

  private static double of(Map<String, Double> numbers, String name) {
    return numbers.getOrDefault(name, Double.NaN);
  }
}
