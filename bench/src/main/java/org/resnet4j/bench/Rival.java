package org.resnet4j.bench;

import java.util.Map;

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

  @Override
  default void close() {}
}
