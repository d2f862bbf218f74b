package org.resnet4j.bench.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.resnet4j.bench.rival.Rates;

/** A score as plain values, for a JSON file. */
final class ScoreJson {
  private ScoreJson() {}

  static Map<String, Object> of(Score score) {
    Setting setting = score.setting();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", setting.model());
    json.put("processor", setting.processor());
    json.put("java", System.getProperty("java.version"));
    json.put("threads", setting.threads());
    json.put("turns", setting.turns());
    json.put("secondsEach", setting.seconds());
    json.put("gflopPerImage", setting.gflopPerImage());
    json.put("peakGflops", score.peaks().kernels());
    json.put("environment", score.environment());
    json.put("idleCores", score.idle());
    Map<String, Object> differences = new LinkedHashMap<>();
    score
        .differences()
        .forEach((contestant, share) -> differences.put(contestant.toString(), share));
    json.put("largestDifference", differences);
    json.put("throughput", throughput(score));
    json.put("latency", latency(score));
    return json;
  }

  private static List<Object> throughput(Score score) {
    List<Object> parts = new ArrayList<>();
    score
        .images()
        .forEach(
            (batch, rates) -> {
              Map<String, Object> rivals = new LinkedHashMap<>();
              for (Contestant contestant : rates.contestants()) {
                Map<String, Object> rival = rival("imagesPerSecond", contestant, rates);
                rival.put("gflops", score.gflops(contestant, rates));
                rival.put("shareOfPeak", score.shareOfPeak(contestant, rates));
                rivals.put(contestant.toString(), rival);
              }
              parts.add(part("batch", batch, rivals));
            });
    return parts;
  }

  private static List<Object> latency(Score score) {
    List<Object> parts = new ArrayList<>();
    score
        .requests()
        .forEach(
            (callers, rates) -> {
              Map<String, Object> rivals = new LinkedHashMap<>();
              for (Contestant contestant : rates.contestants()) {
                Map<String, Object> rival = rival("requestsPerSecond", contestant, rates);
                rival.put(
                    "milliseconds", score.waits().getOrDefault(callers, Map.of()).get(contestant));
                rivals.put(contestant.toString(), rival);
              }
              parts.add(part("callers", callers, rivals));
            });
    return parts;
  }

  private static Map<String, Object> part(String name, int count, Map<String, Object> rivals) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put(name, count);
    part.put("rivals", rivals);
    return part;
  }

  private static Map<String, Object> rival(
      String unit, Contestant contestant, Rates<Contestant> rates) {
    Map<String, Object> rival = new LinkedHashMap<>();
    rival.put(unit, rates.spread(contestant));
    rival.put(unit + "ByTurn", rates.of(contestant));
    Map<String, Object> times = new LinkedHashMap<>();
    Map<String, Object> timesByTurn = new LinkedHashMap<>();
    for (Contestant other : Contestant.PEERS) {
      if (rates.contestants().contains(other) && other.isPeerOf(contestant)) {
        times.put(other.toString(), rates.ratio(contestant, other));
        timesByTurn.put(other.toString(), rates.ratioByTurn(contestant, other));
      }
    }
    rival.put("times", times);
    rival.put("timesTurnByTurn", timesByTurn);
    return rival;
  }
}
