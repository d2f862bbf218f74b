package org.resnet4j.bench;

import static org.resnet4j.bench.Results.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a comparison of training.
 *
 * @param processor the name that it gives itself
 * @param rates images a second of each rival, a number for each turn
 * @param faults page faults a step of each rival, a number for each turn
 * @param peaks GFLOP/s of each kernel, the best of all turns
 * @param environment of ResNet4J's process
 * @param idle the cores that those who waited used together, at the most in any turn
 */
record Score(
    String processor,
    int threads,
    int batch,
    int steps,
    int turns,
    Map<Contestant, List<Double>> rates,
    Map<Contestant, List<Double>> faults,
    Map<String, Double> peaks,
    Map<String, String> environment,
    double idle) {

  /**
   * Arithmetic of one training step for one image: 40.55 million multiply-adds of ResNet-20 (resnet
   * summary resnet20), two operations each, for the outputs, the gradients of the inputs and those
   * of the weights.
   */
  static final double GFLOP_PER_IMAGE = 3 * 2 * 40.55e6 / 1e9;

  Spread spread(Contestant contestant) {
    return Spread.of(ratesOf(contestant));
  }

  /** How many times faster one is than the other, by medians. */
  double ratio(Contestant one, Contestant other) {
    return spread(one).median() / spread(other).median();
  }

  /** The same in each turn, in which both saw the machine in the same mood. */
  Spread ratioByTurn(Contestant one, Contestant other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < turns; i++) {
      ratios.add(ratesOf(one).get(i) / ratesOf(other).get(i));
    }
    return Spread.of(ratios);
  }

  /** The best rate of any kernel of that type of number, in GFLOP/s. */
  double peak(String type) {
    return peaks.entrySet().stream()
        .filter(peak -> peak.getKey().startsWith(type))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(Double.NaN);
  }

  /** The best rate of any kernel: that of the type of number in which the processor is fastest. */
  double peak() {
    return peak("");
  }

  double gflops(Contestant contestant) {
    return spread(contestant).median() * GFLOP_PER_IMAGE;
  }

  private double faultsOf(Contestant contestant) {
    return Spread.of(of(faults, contestant)).median();
  }

  private List<Double> ratesOf(Contestant contestant) {
    return of(rates, contestant);
  }

  private static List<Double> of(Map<Contestant, List<Double>> numbers, Contestant contestant) {
    List<Double> list = numbers.get(contestant);
    if (list == null) {
      throw new IllegalArgumentException(contestant + " did not take part");
    }
    return list;
  }

  /** The table for a terminal. */
  String table() {
    StringBuilder text = new StringBuilder();
    line(text, "ResNet-20, training step, batch %d of 3x32x32, %d threads", batch, threads);
    line(text, "%s; %d turns of %d steps, median (min - max)", processor, turns, steps);
    line(text, "");
    line(
        text,
        "%-15s %22s %12s %8s %9s %10s %12s",
        "",
        "images/s",
        "to libtorch",
        "to DJL",
        "GFLOP/s",
        "of peak",
        "faults/step");
    for (Contestant contestant : rates.keySet()) {
      Spread spread = spread(contestant);
      line(
          text,
          "%-15s %6.0f (%5.0f - %5.0f) %11.2fx %7.2fx %9.0f %9.1f%% %12.0f",
          contestant.label(),
          spread.median(),
          spread.min(),
          spread.max(),
          ratio(contestant, Contestant.LIBTORCH),
          ratio(contestant, Contestant.DJL),
          gflops(contestant),
          100 * gflops(contestant) / peak(),
          faultsOf(contestant));
    }
    line(text, "");
    for (Contestant other : List.of(Contestant.LIBTORCH, Contestant.DJL)) {
      Spread ratio = ratioByTurn(Contestant.RESNET4J, other);
      line(
          text,
          "ResNet4J to %s, turn by turn: %.2fx (%.2f - %.2f)",
          other.label(),
          ratio.median(),
          ratio.min(),
          ratio.max());
    }
    line(
        text,
        "peak: the higher of bf16 %.0f and fp32 %.0f GFLOP/s, the best of libtorch's products of"
            + " 2048x2048 matrices and",
        peak("bf16"),
        peak("fp32"));
    line(text, "3x3 convolutions on [32, 256, 28, 28], channels-last, in all turns of this run");
    line(text, "ResNet4J's environment: %s; the others have none", environment);
    line(text, "those who waited used at most %.1f%% of a core", 100 * idle);
    return text.toString();
  }

  /** Everything, for the JSON file. */
  Map<String, Object> toJson() {
    Map<String, Object> rivals = new LinkedHashMap<>();
    for (Contestant contestant : rates.keySet()) {
      Map<String, Object> rival = new LinkedHashMap<>();
      rival.put("imagesPerSecond", spread(contestant));
      rival.put("imagesPerSecondByTurn", ratesOf(contestant));
      rival.put("pageFaultsPerStep", faultsOf(contestant));
      rival.put("timesLibtorch", ratio(contestant, Contestant.LIBTORCH));
      rival.put("timesDjl", ratio(contestant, Contestant.DJL));
      rival.put("gflops", gflops(contestant));
      rival.put("shareOfPeak", gflops(contestant) / peak());
      rivals.put(contestant.key(), rival);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", "resnet20");
    json.put("processor", processor);
    json.put("java", System.getProperty("java.version"));
    json.put("threads", threads);
    json.put("batch", batch);
    json.put("steps", steps);
    json.put("turns", turns);
    json.put("gflopPerImage", GFLOP_PER_IMAGE);
    json.put("peakGflops", peaks);
    json.put("environment", environment);
    json.put("idleCores", idle);
    json.put("rivals", rivals);
    return json;
  }
}
