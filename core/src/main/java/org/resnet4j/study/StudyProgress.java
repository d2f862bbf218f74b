package org.resnet4j.study;

import java.nio.file.Path;
import org.resnet4j.train.run.EpochResult;

/** Receives the progress of a study; all calls are made by the thread that runs it. */
public interface StudyProgress {
  /** Ignores all progress. */
  StudyProgress SILENT = new StudyProgress() {};

  /**
   * The position of a training in a study.
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

  /** After a problem in a training that does not stop it. */
  default void warn(String what) {}

  /** After a training diverged; the study continues. */
  default void diverged(Place place, String why) {}

  /** When an experiment begins to measure. */
  default void measuring(Experiment experiment) {}

  /** While an experiment measures: what, and how far it is, in a few words. */
  default void measuring(Experiment experiment, String what) {}

  /** After an experiment could not be measured or reported; the study continues with the others. */
  default void failed(Experiment experiment, String why) {}

  /** When an experiment's page is written. */
  default void reported(Experiment experiment, Verdict verdict, Path page) {}
}
