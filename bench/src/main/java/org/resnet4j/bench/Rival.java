package org.resnet4j.bench;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** Something to measure, alive in a process of its own. Answers are numbers with names. */
interface Rival extends AutoCloseable {
  /** What it is: for a network {@code parameters}, how many values training changes. */
  Map<String, Double> facts();

  /**
   * Works and measures itself.
   *
   * @param steps how many training steps to make
   * @return for a network {@code seconds} of all steps and the last {@code loss}
   */
  Map<String, Double> run(int steps) throws Exception;

  /**
   * Times training steps: one loop for all rivals.
   *
   * @param step makes a step and gives its loss
   * @return {@code seconds} of all steps and the last {@code loss}
   */
  static Map<String, Double> timed(int steps, DoubleSupplier step) {
    double loss = 0;
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      loss = step.getAsDouble();
    }
    return Map.of("seconds", (System.nanoTime() - start) / 1e9, "loss", loss);
  }

  @Override
  default void close() {}
}
