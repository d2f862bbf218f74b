package org.resnet4j.train;

import org.resnet4j.train.run.EpochResult;

/** Is told how a run goes; all calls come from the training thread. */
public interface Progress {
  /** Says nothing to anyone. */
  Progress SILENT = new Progress() {};

  /**
   * After each step.
   *
   * @param step how many steps are done, of {@code total}
   * @param loss of this step's batch
   * @param top1 of the epoch so far
   */
  default void step(long step, long total, double loss, double top1, double imagesPerSecond) {}

  /** When something went wrong that the run outlives. */
  default void warn(String what) {}

  /** After each epoch and its evaluation. */
  default void epoch(EpochResult result, long totalSteps) {}
}
