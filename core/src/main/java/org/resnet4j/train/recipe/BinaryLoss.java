package org.resnet4j.train.recipe;

/**
 * Treats each class as a question of its own: the binary cross-entropy of every logit, averaged
 * over the classes. Wightman et al. 2021, section 3.1.
 *
 * @param threshold the share of a label above which its class is fully true; shares below are not
 *     true at all
 */
public record BinaryLoss(double threshold) {
  /** The value of timm's configurations of Wightman et al. 2021. */
  public static final BinaryLoss STANDARD = new BinaryLoss(0.2);

  /** Checks the threshold. */
  public BinaryLoss {
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException("expected a threshold in [0, 1), got " + threshold);
    }
  }
}
