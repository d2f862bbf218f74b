package org.resnet4j.train;

import org.resnet4j.io.ResNetException;

/**
 * Training cannot continue; the one-line message names the step, the cause and possible remedies.
 */
public final class TrainingException extends ResNetException {
  private static final long serialVersionUID = 1;

  private final String what;

  private TrainingException(String what, String advice) {
    super(null, what + advice, null);
    this.what = what;
  }

  /** The step and the cause, without advice. */
  public String what() {
    return what;
  }

  /**
   * Training diverged.
   *
   * @param step counted from 1
   * @param epoch counted from 1
   * @param what is no longer finite
   */
  static TrainingException diverged(long step, int epoch, String what) {
    return new TrainingException(
        "step " + step + " (epoch " + epoch + "): " + what + ", so training diverged",
        "; nothing was saved since the last checkpoint. Another recipe, precision fp32 or a"
            + " network with normalisation may help");
  }
}
