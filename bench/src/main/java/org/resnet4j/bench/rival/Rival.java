package org.resnet4j.bench.rival;

import java.util.Map;

/** Something to measure, alive in a process of its own. Answers are numbers with names. */
public interface Rival extends AutoCloseable {
  /** What it says of itself when it is set up. */
  Map<String, Double> facts();

  /**
   * Works and measures itself.
   *
   * @param order words that the referee and this kind of rival agree on
   */
  Map<String, Double> run(String order) throws Exception;

  @Override
  default void close() {}
}
