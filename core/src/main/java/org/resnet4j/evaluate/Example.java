package org.resnet4j.evaluate;

/**
 * An image of an evaluated set and the answer that it was given.
 *
 * @param image its index in the set
 * @param truth its class
 * @param predicted the class it was given
 * @param probability of the class it was given, 0 to 1
 * @param loss its cross-entropy in nats
 */
public record Example(int image, int truth, int predicted, double probability, double loss) {
  /** Whether it was given another class than its own. */
  public boolean isMistake() {
    return predicted != truth;
  }

  /** The probability that its own class got, 0 to 1. */
  public double trueProbability() {
    return Math.exp(-loss);
  }
}
