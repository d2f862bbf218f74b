package org.resnet4j.bench.pictures;

import static org.resnet4j.bench.rival.Results.line;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.resnet4j.bench.pictures.PictureRival.Times;
import org.resnet4j.bench.rival.Spread;

/**
 * The outcome of a comparison of pictures.
 *
 * @param processor the name that it gives itself
 * @param threads or processes of the parallel work
 * @param images how many files each turn went through
 * @param pixels of all files together
 * @param times of each rival by its label, one for each turn; ours first
 * @param absent why a rival did not take part
 */
record PictureScore(
    String processor,
    int threads,
    int images,
    long pixels,
    int turns,
    Map<String, List<Times>> times,
    List<String> absent) {

  private Spread rates(String label, ToDoubleFunction<Times> seconds, double amount) {
    return Spread.of(of(label).stream().map(time -> amount / seconds.applyAsDouble(time)).toList());
  }

  private List<Times> of(String label) {
    return times.getOrDefault(label, List.of());
  }

  /** Our speedup in each turn, in which both ran under the same conditions. */
  private Spread ratio(String label, ToDoubleFunction<Times> seconds) {
    List<Times> ours = times.values().iterator().next();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < turns; i++) {
      ratios.add(seconds.applyAsDouble(of(label).get(i)) / seconds.applyAsDouble(ours.get(i)));
    }
    return Spread.of(ratios);
  }

  /** The table for a terminal. */
  String table() {
    StringBuilder text = new StringBuilder();
    line(text, "%d pictures of %.1f megapixels together", images, pixels / 1e6);
    line(text, "%s; %d turns, median (min - max)", processor, turns);
    part(text, "decode to RGB", Times::decode);
    part(text, "resize to 256, cut out 224 x 224, normalise", Times::frame);
    part(text, "decode to random resized crop, flip, normalise", Times::augment);
    part(text, "the same by " + threads + " threads or processes", Times::parallel);
    absent.forEach(reason -> line(text, "left out: %s", reason));
    return text.toString();
  }

  private void part(StringBuilder text, String title, ToDoubleFunction<Times> seconds) {
    line(text, "");
    line(text, "%-47s %26s %12s %22s", title, "images/s", "megapixels/s", "ResNet4J to it");
    for (String label : times.keySet()) {
      Spread images = rates(label, seconds, this.images);
      if (Double.isNaN(images.median())) {
        continue;
      }
      Spread ratio = ratio(label, seconds);
      line(
          text,
          "%-47s %8.1f (%6.1f - %6.1f) %12.1f %8.2fx (%.2f - %.2f)",
          "  " + label,
          images.median(),
          images.min(),
          images.max(),
          rates(label, seconds, pixels / 1e6).median(),
          ratio.median(),
          ratio.min(),
          ratio.max());
    }
  }

  /** Everything, for the JSON file. */
  Map<String, Object> toJson() {
    Map<String, Object> rivals = new LinkedHashMap<>();
    for (String label : times.keySet()) {
      Map<String, Object> rival = new LinkedHashMap<>();
      put(rival, "decode", label, Times::decode);
      put(rival, "frame", label, Times::frame);
      put(rival, "augment", label, Times::augment);
      put(rival, "parallel", label, Times::parallel);
      rivals.put(label, rival);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("processor", processor);
    json.put("java", System.getProperty("java.version"));
    json.put("threads", threads);
    json.put("images", images);
    json.put("pixels", pixels);
    json.put("turns", turns);
    json.put("rivals", rivals);
    json.put("absent", absent);
    return json;
  }

  private void put(
      Map<String, Object> json, String name, String label, ToDoubleFunction<Times> seconds) {
    List<Double> turnByTurn = of(label).stream().map(seconds::applyAsDouble).toList();
    if (turnByTurn.stream().anyMatch(time -> time.isNaN())) {
      return;
    }
    json.put(name + "ImagesPerSecond", rates(label, seconds, images));
    json.put(name + "MegapixelsPerSecond", rates(label, seconds, pixels / 1e6));
    json.put(name + "TimesFasterIsResNet4J", ratio(label, seconds));
    json.put(name + "SecondsByTurn", turnByTurn);
  }
}
