package org.resnet4j.study;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.LineChart;
import org.resnet4j.train.EpochResult;

/**
 * What training shows of a network: its errors and losses. Training errors and losses are means
 * over the augmented images of an epoch while the weights change, as in He et al. 2015, Fig. 6;
 * those of the last epoch count as final.
 */
public final class Learning {
  /** Training error of the last epoch, in percent; a curve by epoch too. */
  public static final String TRAINING_ERROR = "training error (%)";

  /** Test error after the last epoch, in percent; a curve by epoch too. */
  public static final String TEST_ERROR = "test error (%)";

  /** Training loss of the last epoch, in nats; a curve by epoch too. */
  public static final String TRAINING_LOSS = "training loss (nats)";

  private Learning() {}

  /** Notes how a training went. */
  static void record(TrainedRun run, Results.Recorder recorder) {
    add(run, recorder, TRAINING_ERROR, epoch -> 100 * (1 - epoch.trainTop1()));
    add(run, recorder, TEST_ERROR, epoch -> 100 * (1 - epoch.testTop1()));
    add(run, recorder, TRAINING_LOSS, EpochResult::trainLoss);
  }

  private static void add(
      TrainedRun run,
      Results.Recorder recorder,
      String quantity,
      ToDoubleFunction<EpochResult> value) {
    String name = run.subject().name();
    EpochResult last = run.last();
    recorder.value(
        name,
        quantity,
        run.seed(),
        last == null || run.hasDiverged() ? Double.NaN : value.applyAsDouble(last));
    recorder.curve(
        name,
        quantity,
        run.seed(),
        run.history().stream().map(epoch -> (double) epoch.epoch()).toList(),
        run.history().stream().map(value::applyAsDouble).toList());
  }

  /** Both errors of several subjects, a sentence each. */
  public static String errors(Results results, List<String> subjects) {
    return Stream.of(TEST_ERROR, TRAINING_ERROR)
        .map(error -> results.sentence(subjects, error, 2))
        .collect(Collectors.joining(" "));
  }

  /**
   * Curves by epoch of several subjects, the mean over seeds: solid for one quantity and dashed, in
   * the same colour, for another of the same unit.
   *
   * @param dashed may be empty
   */
  public static LineChart curves(
      String title,
      String unit,
      Results results,
      List<String> subjects,
      String solid,
      String dashed) {
    LineChart chart = LineChart.of(title).x("epoch").y(unit);
    for (String subject : subjects) {
      results.curve(subject, solid).ifPresent(c -> chart.series(subject, c.x(), c.y(), c.spread()));
      if (!dashed.isEmpty()) {
        results
            .curve(subject, dashed)
            .ifPresent(c -> chart.dashed(subject + ", " + firstWord(dashed), c.x(), c.y()));
      }
    }
    return chart;
  }

  private static String firstWord(String quantity) {
    return quantity.substring(0, quantity.indexOf(' '));
  }

  /** Final training and test error of subjects as bars, mean and spread over the seeds. */
  public static BarChart bars(String title, Results results, List<String> subjects) {
    return BarChart.of(title, subjects)
        .y("error (%)")
        .series(
            "training",
            results.means(subjects, TRAINING_ERROR),
            results.spreads(subjects, TRAINING_ERROR))
        .series("test", results.means(subjects, TEST_ERROR), results.spreads(subjects, TEST_ERROR));
  }

  /** Final training error, test error and training loss of subjects, mean and spread over seeds. */
  public static Table table(String caption, Results results, List<String> subjects) {
    return Table.of(
            caption
                + " Training error and loss are means over the augmented images of the last epoch"
                + " while weights still change, so they may lie above the test error. Mean ±"
                + " standard deviation over the seeds.",
            "network",
            results,
            subjects)
        .column(TRAINING_ERROR, 2)
        .column(TEST_ERROR, 2)
        .column(TRAINING_LOSS, 3);
  }
}
