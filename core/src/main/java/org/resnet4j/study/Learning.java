package org.resnet4j.study;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.Sample.Term;
import org.resnet4j.train.run.EpochResult;

/**
 * The errors and losses of a network's training. Training errors and losses are means over the
 * augmented images of an epoch while the weights change, as in He et al. 2015, Fig. 6; those of the
 * last epoch count as final.
 */
public final class Learning {
  /** Training error of the last epoch, in percent; a curve by epoch too. */
  public static final String TRAINING_ERROR = "training error (%)";

  /** Test error after the last epoch, in percent; a curve by epoch too. */
  public static final String TEST_ERROR = "test error (%)";

  /** Training loss of the last epoch, in nats; a curve by epoch too. */
  public static final String TRAINING_LOSS = "training loss (nats)";

  /** The error of guessing among the classes of the data, in percent; the same for all seeds. */
  public static final String GUESSING = "error of guessing (%)";

  /**
   * The share of the errors of guessing that a network must surely be rid of to have learned: above
   * a tenth, Cohen's kappa (Cohen 1960), by which 0 is guessing and 1 is perfect. Of ten classes
   * that is an error below 81 %, of two below 45 %. By trial: untrained and stuck networks of the
   * quick and standard profiles end at 88 to 91 %, all that eventually learn pass 81 % within an
   * epoch or two. At this floor errors of all networks are alike, whatever the networks are worth.
   */
  private static final double LEARNED = 0.1;

  private Learning() {}

  /**
   * Records the course of a training.
   *
   * @param classes of the data
   */
  static void record(TrainedRun run, int classes, Results.Recorder recorder) {
    recorder.value(run.subject().name(), GUESSING, run.seed(), guessing(classes));
    add(run, recorder, TRAINING_ERROR, epoch -> 100 * (1 - epoch.trainTop1()));
    add(run, recorder, TEST_ERROR, epoch -> 100 * (1 - epoch.validationTop1()));
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

  /** The error of guessing in percent, as text. */
  public static String guessing(Results results, String subject) {
    return results.untrained(subject, GUESSING).values().stream()
        .findFirst()
        .map(error -> Sample.of(error).text(0))
        .orElse("not measured");
  }

  private static double guessing(int classes) {
    return 100 * (1 - 1.0 / classes);
  }

  /**
   * The results with the error of guessing for every training, added to older files that lack it if
   * the name of the data set tells its classes.
   */
  static Results withGuessing(Results results, String data) {
    if (!DataSets.standard().names().contains(data)) {
      return results;
    }
    Results.Recorder missing = new Results.Recorder();
    for (Results.Value value : results.values()) {
      if (value.quantity().equals(TRAINING_ERROR)
          && results.untrained(value.subject(), GUESSING).values().isEmpty()) {
        missing.value(
            value.subject(),
            GUESSING,
            value.seed(),
            guessing(DataSets.standard().classes(data).size()));
      }
    }
    return results.and(missing.results());
  }

  /**
   * Whether a subject has learned: seen if its error lies surely, over its seeds, more than a tenth
   * below that of guessing, contradicted if it surely does not, and undecided where its seeds
   * disagree or the error of guessing is not known.
   *
   * @param error {@link #TRAINING_ERROR} or {@link #TEST_ERROR}
   */
  public static Judgement hasLearned(Results results, String subject, String error) {
    return Difference.of(
            new Term(1 - LEARNED, results.untrained(subject, GUESSING)),
            new Term(-1, results.untrained(subject, error)))
        .isPositive(0);
  }

  /**
   * The reason why a quantity of a subject may be meaningless: a sentence if it was trained and has
   * not surely learned, else empty. By its training error where that or the training loss is the
   * quantity, and else by its test error.
   */
  static String doubt(Results results, String subject, String quantity) {
    String error =
        List.of(TRAINING_ERROR, TRAINING_LOSS).contains(quantity) ? TRAINING_ERROR : TEST_ERROR;
    Sample measured = results.untrained(subject, error);
    if (measured.values().isEmpty() || hasLearned(results, subject, error).isSeen()) {
      return "";
    }
    Sample guessing = results.untrained(subject, GUESSING);
    return guessing.values().isEmpty()
        ? "Whether "
            + subject
            + " has learned is not known: the error of guessing was not measured."
        : String.format(
            Locale.ROOT,
            "%s has not surely learned: its %s is %s, that of guessing %.1f, and all of its 95 %% interval"
                + " would have to lie below %.1f.",
            subject,
            error,
            measured.text(1),
            guessing.mean(),
            (1 - LEARNED) * guessing.mean());
  }

  /** Whether the measured quantity of a network that has not learned is a lower bound. */
  static boolean isHigherTheWorse(String quantity) {
    return List.of(TRAINING_ERROR, TEST_ERROR, TRAINING_LOSS).contains(quantity);
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
