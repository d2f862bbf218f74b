package org.resnet4j.train;

import org.resnet4j.train.run.EpochResult;

/** Receives the progress of a run; all calls come from the training thread. */
public interface Progress {
  /** Ignores all progress. */
  Progress SILENT = new Progress() {};

  /**
   * Called after each step.
   *
   * @param step the number of finished steps, of {@code total}
   * @param loss of this step's batch
   * @param top1 of the epoch so far
   */
  default void step(long step, long total, double loss, double top1, double imagesPerSecond) {}

  /** Called for problems that do not stop the run. */
  default void warn(String what) {}

  /** Called after each epoch and its evaluation. */
  default void epoch(EpochResult result, long totalSteps) {}
}
