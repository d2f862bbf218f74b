package org.resnet4j.evaluate;

/**
 * An image of an evaluated set and its prediction.
 *
 * @param image its index in the set
 * @param truth its class
 * @param predicted the predicted class
 * @param probability of the predicted class, 0 to 1
 * @param loss its cross-entropy in nats
 */
public record Example(int image, int truth, int predicted, double probability, double loss) {
  /** Whether the prediction is wrong. */
  public boolean isMistake() {
    return predicted != truth;
  }

  /** The probability of the true class, 0 to 1. */
  public double trueProbability() {
    return Math.exp(-loss);
  }
}
