package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.SECONDS;
import static org.resnet4j.study.Learning.TRAINING_LOSS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Results.Curve;
import org.resnet4j.study.Sample;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/** Who reaches a given training loss first: He et al. 2015, section 4.1. */
final class SpeedOfLearning implements Experiment {
  /** Training losses to reach, in percent of that of guessing, from the highest. */
  private static final List<Integer> TARGETS = List.of(65, 45, 35, 25);

  /** The smallest difference that matters, in epochs. */
  private static final double LEAST = 0.25;

  @Override
  public String name() {
    return "speed-of-learning";
  }

  @Override
  public String title() {
    return "Speed of learning: who gets there first?";
  }

  @Override
  public String question() {
    return "How many epochs, and how much time, does a network need until its training loss falls"
        + " below a given value: with shortcuts, and without?";
  }

  @Override
  public String source() {
    return "He et al. 2015, section 4.1: a residual network of the same depth converges faster";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return Layers.subjects();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    Results learning = lab.learning(subjects(lab.settings().profile()));
    double guessing = Math.log(lab.data().train().classes().size());
    Results.Recorder recorder = new Results.Recorder();
    for (Curve loss : learning.curves()) {
      if (loss.quantity().equals(TRAINING_LOSS)) {
        Curve time =
            learning.curves().stream()
                .filter(c -> c.quantity().equals(SECONDS))
                .filter(c -> c.subject().equals(loss.subject()) && c.seed() == loss.seed())
                .findFirst()
                .orElseThrow();
        for (int target : TARGETS) {
          double nats = target / 100.0 * guessing;
          recorder.value(
              loss.subject(), epochsTo(target), loss.seed(), reached(loss, nats, loss.x()));
          recorder.value(
              loss.subject(), secondsTo(target), loss.seed(), reached(loss, nats, time.y()));
        }
      }
    }
    return learning.and(recorder.results());
  }

  /**
   * Where on an axis a falling curve first meets a target, between two points by a straight line;
   * NaN if it does not.
   */
  static double reached(Curve loss, double target, List<Double> axis) {
    for (int i = 0; i < loss.y().size(); i++) {
      double here = loss.y().get(i);
      if (here <= target) {
        if (i == 0) {
          return axis.get(0);
        }
        double before = loss.y().get(i - 1);
        double share = (before - target) / (before - here);
        return axis.get(i - 1) + share * (axis.get(i) - axis.get(i - 1));
      }
    }
    return Double.NaN;
  }

  private static String epochsTo(int target) {
    return "epochs to " + target + " % of the loss of guessing";
  }

  private static String secondsTo(int target) {
    return "seconds to " + target + " % of the loss of guessing";
  }

  @Override
  public Verdict verdict(Results results) {
    List<Finding> findings = new ArrayList<>();
    for (int depth : Layers.DEPTHS) {
      List<String> both = List.of("plain" + depth, "resnet" + depth);
      String claim = "At " + depth + " layers a residual network learns faster than a plain one.";
      findings.add(
          TARGETS.stream()
              .filter(target -> both.stream().anyMatch(s -> alwaysReached(results, s, target)))
              .reduce((higher, lower) -> lower)
              .map(target -> faster(results, both, target, claim))
              .orElseGet(
                  () ->
                      new Finding(
                          Outcome.UNDECIDED,
                          claim,
                          "Neither network reached "
                              + TARGETS.get(0)
                              + " % of the loss of guessing with all seeds.")));
    }
    return new Verdict(findings);
  }

  /** Whether every training of a subject met a target: else a mean is of the fast ones alone. */
  private static boolean alwaysReached(Results results, String subject, int target) {
    Sample epochs = results.sample(subject, epochsTo(target));
    return epochs.size() > 0 && epochs.size() == epochs.values().size();
  }

  private static Finding faster(Results results, List<String> both, int target, String claim) {
    return new Finding(
        results
            .sample(both.get(0), epochsTo(target))
            .minus(results.sample(both.get(1), epochsTo(target)))
            .isPositive(LEAST),
        claim,
        String.format(
            Locale.ROOT,
            "Epochs to the lowest of the given losses that one of the two reached with all seeds,"
                + " %d %% of that of guessing: %s. Seconds: %s.",
            target,
            list(results, both, epochsTo(target)),
            list(results, both, secondsTo(target))));
  }

  private static String list(Results results, List<String> subjects, String quantity) {
    return subjects.stream()
        .map(subject -> subject + " " + text(results.sample(subject, quantity)))
        .collect(Collectors.joining("; "));
  }

  /** Mean and spread over the trainings that met a target, and how many did not. */
  private static String text(Sample sample) {
    Sample met = new Sample(sample.values().stream().filter(Double::isFinite).toList());
    int missed = sample.values().size() - met.size();
    return met.size() == 0
        ? "not reached"
        : met.text(2)
            + (missed == 0
                ? ""
                : " (not reached by " + missed + " of " + sample.values().size() + ")");
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> subjects = results.subjects();
    LineChart byTime = LineChart.of("Training loss by time").x("time (s)").y(TRAINING_LOSS);
    for (String subject : subjects) {
      results
          .curve(subject, TRAINING_LOSS)
          .ifPresent(
              loss ->
                  results
                      .curve(subject, SECONDS)
                      .ifPresent(time -> byTime.series(subject, time.y(), loss.y())));
    }
    Table epochs =
        Table.of(
            "Epochs to each loss, in percent of that of guessing, which is the logarithm of the"
                + " number of classes: 2.30 nats of ten. Mean ± standard deviation over the seeds.",
            "network",
            results,
            subjects);
    Table seconds =
        Table.of("Seconds to each loss, on this machine.", "network", results, subjects);
    for (int target : TARGETS) {
      epochs.column(target + " %", s -> text(results.sample(s, epochsTo(target))));
      seconds.column(target + " %", s -> text(results.sample(s, secondsTo(target))));
    }
    return List.of(
        Element.figure(
            Learning.curves(
                "Training loss by epoch", TRAINING_LOSS, results, subjects, TRAINING_LOSS, ""),
            "Mean over each epoch's augmented images."),
        Element.figure(byTime, "The same against the time that training took."),
        epochs.element(),
        seconds.element());
  }
}
