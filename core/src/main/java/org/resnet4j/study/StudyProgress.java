package org.resnet4j.study;

import java.nio.file.Path;
import org.resnet4j.train.run.EpochResult;

/** Is told how a study goes; all calls come from the thread that runs it. */
public interface StudyProgress {
  /** Says nothing to anyone. */
  StudyProgress SILENT = new StudyProgress() {};

  /**
   * Where a study stands.
   *
   * @param run which training, counted from 1
   * @param runs how many trainings the study needs
   * @param secondsLeft for all trainings, estimated from the work done so far by this process; NaN
   *     before there is any
   */
  record Place(int run, int runs, String subject, long seed, double secondsLeft) {}

  /** After each step of a training. */
  default void step(Place place, long step, long total, double loss) {}

  /** After each epoch of a training. */
  default void epoch(Place place, EpochResult result, int epochs) {}

  /** When something went wrong in a training that it outlives. */
  default void warn(String what) {}

  /** When a training diverged; the study goes on. */
  default void diverged(Place place, String why) {}

  /** When an experiment begins to measure. */
  default void measuring(Experiment experiment) {}

  /** While an experiment measures: what, and how far it is, in a few words. */
  default void measuring(Experiment experiment, String what) {}

  /** When an experiment could not be measured or reported; the study goes on with the others. */
  default void failed(Experiment experiment, String why) {}

  /** When an experiment's page is written. */
  default void reported(Experiment experiment, Verdict verdict, Path page) {}
}
