package org.resnet4j.bench.inference;

import static org.resnet4j.bench.rival.Results.line;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.resnet4j.bench.inference.Score.Waits;
import org.resnet4j.bench.rival.Rates;
import org.resnet4j.bench.rival.Spread;

/** A score for a terminal. */
final class ScoreTable {
  private final Score score;
  private final StringBuilder text = new StringBuilder();

  private ScoreTable(Score score) {
    this.score = score;
  }

  static String of(Score score) {
    ScoreTable table = new ScoreTable(score);
    table.print();
    return table.text.toString();
  }

  private void print() {
    Setting setting = score.setting();
    line(
        text,
        "%s, inference, %s, threads a call: %d",
        setting.model(),
        setting.network().options().input(),
        setting.threads());
    line(
        text,
        "%s; %d turns of %.1f s, median (min - max)",
        setting.processor(),
        setting.turns(),
        setting.seconds());
    score.images().forEach(this::throughput);
    score.requests().forEach(this::latency);
    line(text, "");
    line(
        text,
        "to others: by medians (and in single turns); largest difference to the fp32 reference, as a"
            + " share of the largest logit:");
    line(
        text,
        "%s",
        score.differences().entrySet().stream()
            .map(entry -> String.format(Locale.ROOT, "%s %.1e", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", ")));
    score.peaks().explain(text);
    line(
        text,
        "environment of resnet4j and libtorch-optimized: %s; the others have none",
        score.environment());
    line(text, "those who waited used at most %.1f%% of a core", 100 * score.idle());
  }

  private void throughput(int batch, Rates<Contestant> rates) {
    head("batch " + batch, "images/s", "GFLOP/s", "of peak");
    for (Contestant contestant : rates.contestants()) {
      row(
          contestant,
          rates,
          String.format(Locale.ROOT, "%.0f", score.gflops(contestant, rates)),
          String.format(Locale.ROOT, "%.1f%%", 100 * score.shareOfPeak(contestant, rates)));
    }
  }

  private void latency(int callers, Rates<Contestant> rates) {
    Map<Contestant, Waits> waits = score.waits().getOrDefault(callers, Map.of());
    head("batch 1, callers: " + callers, "requests/s", "p50 ms", "p99 ms");
    for (Contestant contestant : rates.contestants()) {
      Waits wait = waits.getOrDefault(contestant, new Waits(Double.NaN, Double.NaN));
      row(
          contestant,
          rates,
          String.format(Locale.ROOT, "%.1f", wait.p50()),
          String.format(Locale.ROOT, "%.1f", wait.p99()));
    }
  }

  private void head(String what, String unit, String third, String fourth) {
    line(text, "");
    line(text, "%-20s %27s %22s %22s %8s %8s", what, unit, "to ORT", "to DJL", third, fourth);
  }

  private void row(Contestant contestant, Rates<Contestant> rates, String third, String fourth) {
    Spread spread = rates.spread(contestant);
    line(
        text,
        "%-20s %7.1f (%7.1f - %7.1f) %22s %22s %8s %8s",
        contestant,
        spread.median(),
        spread.min(),
        spread.max(),
        ratio(contestant, Contestant.ONNXRUNTIME_FP32, rates),
        ratio(contestant, Contestant.DJL, rates),
        third,
        fourth);
  }

  private static String ratio(Contestant one, Contestant other, Rates<Contestant> rates) {
    if (!rates.contestants().contains(other)) {
      return "-";
    }
    Spread turns = rates.ratioByTurn(one, other);
    return String.format(
        Locale.ROOT, "%.2fx (%.2f - %.2f)", rates.ratio(one, other), turns.min(), turns.max());
  }
}
