package org.resnet4j.train;

import org.resnet4j.io.ResNetException;

/**
 * Training cannot go on; the message is one line that says at which step, why, and what may help.
 */
public final class TrainingException extends ResNetException {
  private static final long serialVersionUID = 1;

  private final String what;

  private TrainingException(String what, String advice) {
    super(null, what + advice, null);
    this.what = what;
  }

  /** At which step and why, without advice. */
  public String what() {
    return what;
  }

  /**
   * Training diverged.
   *
   * @param step counted from 1
   * @param epoch counted from 1
   * @param what is not finite any more
   */
  static TrainingException diverged(long step, int epoch, String what) {
    return new TrainingException(
        "step " + step + " (epoch " + epoch + "): " + what + ", so training diverged",
        "; nothing was saved since the last checkpoint. Another recipe, precision fp32 or a"
            + " network with normalisation may help");
  }
}
