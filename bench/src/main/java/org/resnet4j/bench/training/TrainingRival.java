package org.resnet4j.bench.training;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.resnet4j.bench.rival.Rival;
import org.resnet4j.bench.rival.RivalLoop;

/** Times training steps: one loop for all libraries. An order is the number of steps. */
final class TrainingRival implements Rival {
  private final Training training;

  private TrainingRival(Training training) {
    this.training = training;
  }

  /** Serves it; the arguments are the contestant and those of the {@link Work}. */
  public static void main(String[] words) {
    List<String> work = Arrays.asList(words).subList(1, words.length);
    RivalLoop.serve(() -> new TrainingRival(Contestant.valueOf(words[0]).create(Work.parse(work))));
  }

  @Override
  public Map<String, Double> facts() {
    return Map.of("parameters", (double) training.parameters());
  }

  /** The {@code seconds} of all steps and the last {@code loss}. */
  @Override
  public Map<String, Double> run(String order) {
    int steps = Integer.parseInt(order);
    double loss = 0;
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      loss = training.step();
    }
    return Map.of("seconds", (System.nanoTime() - start) / 1e9, "loss", loss);
  }

  @Override
  public void close() {
    training.close();
  }
}
