package org.resnet4j.train.recipe;

/**
 * When the average of the weights moves.
 *
 * @param every the steps from one update to the next
 * @param warmup the share of the run in which the average is a copy of the weights
 */
public record Averaging(int every, double warmup) {
  /** Checks both. */
  public Averaging {
    if (every < 1 || !(warmup >= 0 && warmup < 1)) {
      throw new IllegalArgumentException(
          "expected an update every 1 step or more and a warm-up in [0, 1), got "
              + every
              + " and "
              + warmup);
    }
  }

  /**
   * The share by which the average moves towards the weights after a step.
   *
   * @param decay of an update
   * @param done the number of finished steps
   * @param total the number of steps of the run
   */
  public double share(double decay, long done, long total) {
    if (done % every != 0) {
      return 0;
    }
    return done <= warmup * total ? 1 : 1 - decay;
  }
}
