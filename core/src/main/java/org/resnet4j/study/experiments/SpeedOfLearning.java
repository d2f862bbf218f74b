package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.SECONDS;
import static org.resnet4j.study.Learning.TRAINING_LOSS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Results.Curve;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;

/** Who reaches a given training loss first: He et al. 2015, section 4.1. */
final class SpeedOfLearning implements Experiment {
  /** Training losses to reach, in nats; guessing among ten classes has 2.30. */
  private static final List<Double> TARGETS = List.of(1.5, 1.0, 0.75, 0.6);

  private static final List<Integer> DEPTHS = List.of(20, 56);

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
    return DEPTHS.stream()
        .flatMap(depth -> Stream.of("plain" + depth, "resnet" + depth))
        .map(Subject::of)
        .toList();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    Results learning = lab.learning(subjects(lab.settings().profile()));
    Results.Recorder recorder = new Results.Recorder();
    for (Curve loss : learning.curves()) {
      if (loss.quantity().equals(TRAINING_LOSS)) {
        Curve time =
            learning.curves().stream()
                .filter(c -> c.quantity().equals(SECONDS))
                .filter(c -> c.subject().equals(loss.subject()) && c.seed() == loss.seed())
                .findFirst()
                .orElseThrow();
        for (double target : TARGETS) {
          recorder.value(
              loss.subject(), epochsTo(target), loss.seed(), reached(loss, target, loss.x()));
          recorder.value(
              loss.subject(), secondsTo(target), loss.seed(), reached(loss, target, time.y()));
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

  private static String epochsTo(double target) {
    return "epochs to loss " + target;
  }

  private static String secondsTo(double target) {
    return "seconds to loss " + target;
  }

  @Override
  public Verdict verdict(Results results) {
    List<Finding> findings = new ArrayList<>();
    for (int depth : DEPTHS) {
      String plain = "plain" + depth;
      String residual = "resnet" + depth;
      List<Double> targets =
          TARGETS.stream()
              .filter(
                  t ->
                      Double.isFinite(results.sample(plain, epochsTo(t)).mean())
                          || Double.isFinite(results.sample(residual, epochsTo(t)).mean()))
              .toList();
      if (targets.isEmpty()) {
        findings.add(
            new Finding(
                Verdict.Outcome.UNDECIDED,
                "At " + depth + " layers the residual network learns faster.",
                "Neither network reached a loss of " + TARGETS.get(0) + "."));
        continue;
      }
      double target = targets.get(targets.size() - 1);
      String quantity = epochsTo(target);
      findings.add(
          new Finding(
              results
                  .sample(plain, quantity)
                  .minus(results.sample(residual, quantity))
                  .isPositive(0),
              "At " + depth + " layers the residual network learns faster.",
              String.format(
                  Locale.ROOT,
                  "Epochs to the lowest of the given losses that one of the two reached, %s nats: %s."
                      + " Seconds: %s.",
                  target,
                  reached(results, List.of(plain, residual), quantity),
                  reached(results, List.of(plain, residual), secondsTo(target)))));
    }
    return new Verdict(findings);
  }

  private static String reached(Results results, List<String> subjects, String quantity) {
    return results.list(subjects, quantity, 2).replace("diverged", "not reached");
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
            "Epochs to each loss. Mean ± standard deviation over the seeds.",
            "network",
            results,
            subjects);
    Table seconds =
        Table.of("Seconds to each loss, on this machine.", "network", results, subjects);
    for (double target : TARGETS) {
      epochs.column(target + " nats", s -> reached(results, s, epochsTo(target)));
      seconds.column(target + " nats", s -> reached(results, s, secondsTo(target)));
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

  private static String reached(Results results, String subject, String quantity) {
    return results.sample(subject, quantity).text(2).replace("diverged", "not reached");
  }
}
