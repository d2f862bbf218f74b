package org.resnet4j.train;

/** Training cannot go on; the message is one line that says at which step and why. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TrainingException(String message) {
    super(message);
  }
}
