package org.resnet4j.bench.training;

import static org.resnet4j.bench.rival.Results.line;

import java.util.LinkedHashMap;
import java.util.Map;
import org.resnet4j.arch.Summary;
import org.resnet4j.bench.rival.Peaks;
import org.resnet4j.bench.rival.Rates;
import org.resnet4j.bench.rival.Spread;

/**
 * The outcome of a comparison of training.
 *
 * @param processor the name that it gives itself
 * @param rates images a second of each rival
 * @param faults page faults a step of each rival
 * @param environment of ResNet4J's process
 * @param idle the cores that those who waited used together, at the most in any turn
 */
record Score(
    String processor,
    Work work,
    int steps,
    Rates<Contestant> rates,
    Rates<Contestant> faults,
    Peaks peaks,
    Map<String, String> environment,
    double idle) {

  /**
   * Arithmetic of one training step for one image: two operations for each multiply-add, for the
   * outputs, the gradients of the inputs and those of the weights.
   */
  double gflopPerImage() {
    return 3 * 2 * Summary.of(work.network()).multiplyAdds() / 1e9;
  }

  /** The best rate of any kernel of the types of number that training may use, in GFLOP/s. */
  double peak() {
    return Math.max(peaks.of("fp32"), peaks.of("bf16"));
  }

  double gflops(Contestant contestant) {
    return rates.spread(contestant).median() * gflopPerImage();
  }

  private int turns() {
    return rates.of(Contestant.RESNET4J).size();
  }

  /** The table for a terminal. */
  String table() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s, training step, batch %d of %s, %d threads",
        work.model(),
        work.batch(),
        work.network().options().input(),
        work.threads());
    line(text, "%s; %d turns of %d steps, median (min - max)", processor, turns(), steps);
    line(text, "");
    line(
        text,
        "%-18s %22s %12s %8s %9s %10s %12s",
        "",
        "images/s",
        "to libtorch",
        "to DJL",
        "GFLOP/s",
        "of peak",
        "faults/step");
    for (Contestant contestant : rates.contestants()) {
      Spread spread = rates.spread(contestant);
      line(
          text,
          "%-18s %6.1f (%5.1f - %5.1f) %11.2fx %7.2fx %9.0f %9.1f%% %12.0f",
          contestant.label(),
          spread.median(),
          spread.min(),
          spread.max(),
          rates.ratio(contestant, Contestant.LIBTORCH),
          rates.ratio(contestant, Contestant.DJL),
          gflops(contestant),
          100 * gflops(contestant) / peak(),
          faults.spread(contestant).median());
    }
    line(text, "");
    for (Contestant other : rates.contestants()) {
      if (other == Contestant.RESNET4J) {
        continue;
      }
      Spread ratio = rates.ratioByTurn(Contestant.RESNET4J, other);
      line(
          text,
          "ResNet4J to %s, turn by turn: %.2fx (%.2f - %.2f)",
          other.label(),
          ratio.median(),
          ratio.min(),
          ratio.max());
    }
    peaks.explain(text);
    line(
        text,
        "ResNet4J's environment, compiled or by layers: %s; the others have none",
        environment);
    line(text, "those who waited used at most %.1f%% of a core", 100 * idle);
    return text.toString();
  }

  /** Everything, for the JSON file. */
  Map<String, Object> toJson() {
    Map<String, Object> rivals = new LinkedHashMap<>();
    for (Contestant contestant : rates.contestants()) {
      Map<String, Object> rival = new LinkedHashMap<>();
      rival.put("imagesPerSecond", rates.spread(contestant));
      rival.put("imagesPerSecondByTurn", rates.of(contestant));
      rival.put("pageFaultsPerStep", faults.spread(contestant).median());
      rival.put("timesLibtorch", rates.ratio(contestant, Contestant.LIBTORCH));
      rival.put("timesDjl", rates.ratio(contestant, Contestant.DJL));
      rival.put("gflops", gflops(contestant));
      rival.put("shareOfPeak", gflops(contestant) / peak());
      rivals.put(contestant.key(), rival);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("network", work.model());
    json.put("processor", processor);
    json.put("java", System.getProperty("java.version"));
    json.put("threads", work.threads());
    json.put("batch", work.batch());
    json.put("steps", steps);
    json.put("turns", turns());
    json.put("gflopPerImage", gflopPerImage());
    json.put("peakGflops", peaks.kernels());
    json.put("environment", environment);
    json.put("idleCores", idle);
    json.put("rivals", rivals);
    return json;
  }
}
