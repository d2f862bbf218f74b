package org.resnet4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.DataException;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.TestResult;

/**
 * A run that finished, or was stopped and saved.
 *
 * @param folder its report, log, checkpoint and weights
 * @param epochs the results of the finished epochs
 * @param test the best weights on held-out test images; null before the end, or if the data set has
 *     none
 */
public record Run(
    RunFolder folder,
    Trainer.Outcome outcome,
    List<EpochResult> epochs,
    @Nullable TestResult test) {
  /** Makes the list unmodifiable. */
  public Run {
    epochs = List.copyOf(epochs);
  }

  /** Trains to the end or until stopped; logs why a run is slower than it could be. */
  static Run of(RunFolder folder, Trainer trainer, Progress progress, BooleanSupplier stop)
      throws IOException {
    trainer
        .obstacle()
        .ifPresent(
            why ->
                System.getLogger("org.resnet4j.train")
                    .log(
                        System.Logger.Level.INFO,
                        "falling back to layer-by-layer computation, which is slower: {0}",
                        why));
    Trainer.Outcome outcome = trainer.run(progress, stop);
    return new Run(folder, outcome, trainer.history(), trainer.test().orElse(null));
  }

  /** Logs an unreadable picture that is skipped. */
  static void warn(DataException bad) {
    System.getLogger("org.resnet4j.train")
        .log(System.Logger.Level.WARNING, "{0}; skipped", bad.getMessage());
  }

  /** Whether all epochs are finished; otherwise {@link Training#resume} continues. */
  public boolean isFinished() {
    return outcome == Trainer.Outcome.FINISHED;
  }

  /** The file of the best weights, which a predictor loads; it exists after the first epoch. */
  public Path weights() {
    return folder.best();
  }

  /** The highest validation accuracy, 0 to 1; 0 before the end of the first epoch. */
  public double bestTop1() {
    return epochs.stream().mapToDouble(EpochResult::validationTop1).max().orElse(0);
  }
}
