package org.resnet4j.bench.inference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.resnet4j.bench.inference.Score.Waits;
import org.resnet4j.bench.rival.Rates;
import org.resnet4j.bench.rival.Spread;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.report.BarChart;

/** A score as pictures: bars of each contestant by batch, and by callers. */
final class ScoreCharts {
  private ScoreCharts() {}

  /** Writes {@code throughput-MODEL-THREADS.svg} and {@code latency-MODEL-THREADS.svg}. */
  static void write(Path folder, Score score) throws IOException {
    Setting setting = score.setting();
    String ending = "-" + setting.model() + "-" + setting.threads() + ".svg";
    String title = setting.model() + ", threads a call: " + setting.threads();
    if (!score.images().isEmpty()) {
      AtomicFile.write(
          folder.resolve("throughput" + ending), throughput(title, score.images()).svg() + "\n");
    }
    if (!score.waits().isEmpty()) {
      AtomicFile.write(
          folder.resolve("latency" + ending), latency(title, score.waits()).svg() + "\n");
    }
  }

  private static BarChart throughput(String title, Map<Integer, Rates<Contestant>> images) {
    BarChart chart = BarChart.of(title, names("batch ", images.keySet())).y("images/s");
    for (Contestant contestant : images.values().iterator().next().contestants()) {
      List<Spread> spreads =
          images.values().stream().map(rates -> rates.spread(contestant)).toList();
      chart.series(
          contestant.toString(),
          values(spreads, Spread::median),
          values(spreads, spread -> (spread.max() - spread.min()) / 2));
    }
    return chart;
  }

  private static BarChart latency(String title, Map<Integer, Map<Contestant, Waits>> waits) {
    BarChart chart =
        BarChart.of(title, names("callers: ", waits.keySet())).y("99 of 100 wait at most (ms)");
    for (Contestant contestant : waits.values().iterator().next().keySet()) {
      chart.series(
          contestant.toString(),
          waits.values().stream()
              .map(byContestant -> byContestant.get(contestant))
              .mapToDouble(wait -> wait == null ? Double.NaN : wait.p99())
              .toArray());
    }
    return chart;
  }

  private static List<String> names(String what, Collection<Integer> counts) {
    return counts.stream().map(count -> what + count).toList();
  }

  private static double[] values(List<Spread> spreads, ToDoubleFunction<Spread> value) {
    return spreads.stream().mapToDouble(value).toArray();
  }
}
