package org.resnet4j.bench.inference;

import static org.resnet4j.bench.rival.Results.line;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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
    head("batch " + batch, "images/s", rates, "GFLOP/s", "of peak");
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
    head("batch 1, callers: " + callers, "requests/s", rates, "p50 ms", "p99 ms");
    for (Contestant contestant : rates.contestants()) {
      Waits wait = waits.getOrDefault(contestant, new Waits(Double.NaN, Double.NaN));
      row(
          contestant,
          rates,
          String.format(Locale.ROOT, "%.1f", wait.p50()),
          String.format(Locale.ROOT, "%.1f", wait.p99()));
    }
  }

  private void head(
      String what, String unit, Rates<Contestant> rates, String second, String third) {
    line(text, "");
    String peers = columns(rates, peer -> "to " + peer.toString().replace("onnxruntime", "ORT"));
    line(text, "%-20s %27s%s %8s %8s", what, unit, peers, second, third);
  }

  /** A column per reference contestant; that in int8 only if it takes part. */
  private static String columns(Rates<Contestant> rates, Function<Contestant, String> content) {
    return Contestant.PEERS.stream()
        .filter(peer -> peer != Contestant.ONNXRUNTIME_INT8 || rates.contestants().contains(peer))
        .map(peer -> String.format(Locale.ROOT, " %22s", content.apply(peer)))
        .collect(Collectors.joining());
  }

  private void row(Contestant contestant, Rates<Contestant> rates, String second, String third) {
    Spread spread = rates.spread(contestant);
    line(
        text,
        "%-20s %7.1f (%7.1f - %7.1f)%s %8s %8s",
        contestant,
        spread.median(),
        spread.min(),
        spread.max(),
        columns(rates, peer -> ratio(contestant, peer, rates)),
        second,
        third);
  }

  private static String ratio(Contestant one, Contestant other, Rates<Contestant> rates) {
    if (!rates.contestants().contains(other) || !other.isPeerOf(one)) {
      return "-";
    }
    Spread turns = rates.ratioByTurn(one, other);
    return String.format(
        Locale.ROOT, "%.2fx (%.2f - %.2f)", rates.ratio(one, other), turns.min(), turns.max());
  }
}
