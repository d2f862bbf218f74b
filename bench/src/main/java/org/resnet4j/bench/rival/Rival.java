package org.resnet4j.bench.rival;

import java.util.Map;

/** A measured program in a separate process. Its answers are named numbers. */
public interface Rival extends AutoCloseable {
  /** The facts that it reports once it is set up. */
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
