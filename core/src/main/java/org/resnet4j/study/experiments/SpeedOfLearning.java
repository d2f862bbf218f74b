package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.TRAINING_LOSS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.resnet4j.data.Dataset;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Judgement;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Results.Curve;
import org.resnet4j.study.Sample;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;
import org.resnet4j.train.recipe.Recipe;

/** Who reaches a given training loss first: He et al. 2015, section 4.1. */
final class SpeedOfLearning implements Experiment {
  /** Training losses to reach, in percent of that of guessing, from the highest. */
  private static final List<Integer> TARGETS = List.of(65, 45, 35, 25);

  /** The smallest difference that matters, in epochs. */
  private static final double LEAST = 0.25;

  /** How long a training was: what it did not reach, it would have reached later, if at all. */
  private static final String LENGTH = "epochs of the training";

  /**
   * By the time of a step, which networks make in turns: trainings run one after the other, and
   * their times tell what else the machine did.
   */
  private static final String SECONDS_OF_EPOCH = "seconds of an epoch";

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
    List<Subject> subjects = subjects(lab.settings().profile());
    Dataset train = lab.data().train();
    Results learning = lab.learning(subjects);
    Results steps = StepCost.inTurns(lab, train, subjects);
    double guessing = Math.log(train.classes().size());
    Results.Recorder recorder = new Results.Recorder();
    for (Curve loss : learning.curves()) {
      if (loss.quantity().equals(TRAINING_LOSS)) {
        for (int target : TARGETS) {
          recorder.value(
              loss.subject(),
              epochsTo(target),
              loss.seed(),
              reached(loss, target / 100.0 * guessing));
        }
      }
    }
    for (Subject subject : subjects) {
      Recipe recipe = lab.trained(subject, lab.settings().seedList().get(0)).settings().recipe();
      int epochs = recipe.epochs(train.size());
      recorder.value(subject.name(), LENGTH, 0, epochs);
      double images = (double) recipe.totalSteps(train.size()) * recipe.batchSize() / epochs;
      double stepsOfEpoch = images / Math.min(StepCost.BATCH, train.size());
      List<Double> times = steps.sample(subject.name(), StepCost.STEP).values();
      for (int turn = 0; turn < times.size(); turn++) {
        recorder.value(
            subject.name(), SECONDS_OF_EPOCH, turn, times.get(turn) / 1000 * stepsOfEpoch);
      }
    }
    return learning.and(recorder.results());
  }

  /**
   * At which epoch a falling curve first meets a target, between two points by a straight line; NaN
   * if it does not.
   */
  static double reached(Curve loss, double target) {
    for (int i = 0; i < loss.y().size(); i++) {
      double here = loss.y().get(i);
      if (here <= target) {
        if (i == 0) {
          return loss.x().get(0);
        }
        double before = loss.y().get(i - 1);
        double share = (before - target) / (before - here);
        return loss.x().get(i - 1) + share * (loss.x().get(i) - loss.x().get(i - 1));
      }
    }
    return Double.NaN;
  }

  private static String epochsTo(int target) {
    return "epochs to " + target + " % of the loss of guessing";
  }

  @Override
  public Verdict verdict(Results results) {
    List<Finding> findings = new ArrayList<>();
    for (int depth : Layers.DEPTHS) {
      List<String> both = Layers.pair(depth);
      String claim = "At " + depth + " layers a residual network learns faster than a plain one.";
      List<Integer> judged =
          TARGETS.stream()
              .filter(target -> both.stream().anyMatch(s -> alwaysReached(results, s, target)))
              .toList();
      findings.add(
          new Finding(
              agreed(judged.stream().map(target -> faster(results, both, target)).toList()),
              claim,
              judged.isEmpty()
                  ? "Neither network reached "
                      + TARGETS.get(0)
                      + " % of the loss of guessing with all seeds."
                  : "Epochs to losses that one of the two reached with all seeds, in percent of that"
                      + " of guessing: "
                      + judged.stream()
                          .map(target -> target + " %: " + list(results, both, target))
                          .collect(Collectors.joining("; "))
                      + ". Seconds of an epoch: "
                      + results.list(both, SECONDS_OF_EPOCH, 2)
                      + "."));
    }
    return new Verdict(findings);
  }

  /** Seen or contradicted if some targets are and none disagrees. */
  private static Judgement agreed(List<Judgement> targets) {
    List<Outcome> outcomes = targets.stream().map(Judgement::outcome).toList();
    boolean seen = outcomes.contains(Outcome.SEEN);
    boolean contradicted = outcomes.contains(Outcome.CONTRADICTED);
    return seen != contradicted
        ? Judgement.of(seen ? Outcome.SEEN : Outcome.CONTRADICTED)
        : new Judgement(
            Outcome.UNDECIDED,
            targets.stream()
                .map(Judgement::reason)
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse(""));
  }

  /** Whether every training of a subject met a target: else a mean is of the fast ones alone. */
  private static boolean alwaysReached(Results results, String subject, int target) {
    Sample epochs = results.sample(subject, epochsTo(target));
    return epochs.size() > 0 && epochs.size() == epochs.values().size();
  }

  /**
   * Whether the second network needs fewer epochs to a target that one of the two always reached.
   */
  private static Judgement faster(Results results, List<String> both, int target) {
    String plain = both.get(0);
    String residual = both.get(1);
    Difference longer = atLeast(results, plain, target).minus(atLeast(results, residual, target));
    String faster = longer.value() > 0 ? residual : plain;
    return alwaysReached(results, faster, target)
        ? longer.isPositive(LEAST)
        : Judgement.of(Outcome.UNDECIDED);
  }

  /** Epochs to a target, where it was not reached the length of the training. */
  private static Sample atLeast(Results results, String subject, int target) {
    double length = results.sample(subject, LENGTH).mean();
    Sample epochs = results.sample(subject, epochsTo(target));
    return new Sample(
        epochs.values().stream().map(each -> Double.isFinite(each) ? each : length).toList(),
        epochs.doubt(),
        true);
  }

  private static String list(Results results, List<String> subjects, int target) {
    return subjects.stream()
        .map(subject -> subject + " " + text(results, subject, target, 1))
        .collect(Collectors.joining("; "));
  }

  /**
   * Mean and spread over the trainings that met a target, and how many did not.
   *
   * @param unit how much an epoch counts
   */
  private static String text(Results results, String subject, int target, double unit) {
    Sample sample = results.sample(subject, epochsTo(target));
    Sample met =
        new Sample(
            sample.values().stream()
                .filter(Double::isFinite)
                .map(epochs -> unit * epochs)
                .toList());
    int missed = sample.values().size() - met.size();
    return met.size() == 0
        ? String.format(
            Locale.ROOT, "not reached in %.0f", unit * results.sample(subject, LENGTH).mean())
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
      double seconds = secondsOfEpoch(results, subject);
      results
          .curve(subject, TRAINING_LOSS)
          .ifPresent(
              loss ->
                  byTime.series(
                      subject, Arrays.stream(loss.x()).map(x -> seconds * x).toArray(), loss.y()));
    }
    Table epochs =
        Table.of(
            "Epochs to each loss, in percent of that of guessing, which is the logarithm of the"
                + " number of classes: 2.30 nats of ten. Mean ± standard deviation over the seeds.",
            "network",
            results,
            subjects);
    Table seconds =
        Table.of(
                "Seconds to each loss, on this machine: epochs times the seconds of an epoch, which"
                    + " are those of its steps. "
                    + StepCost.CAPTION,
                "network",
                results,
                subjects)
            .column(SECONDS_OF_EPOCH, 2);
    for (int target : TARGETS) {
      epochs.column(target + " %", s -> text(results, s, target, 1));
      seconds.column(target + " %", s -> text(results, s, target, secondsOfEpoch(results, s)));
    }
    LineChart byEpoch =
        Learning.curves(
            "Training loss by epoch", TRAINING_LOSS, results, subjects, TRAINING_LOSS, "");
    LineChart.shareY(byEpoch, byTime);
    return List.of(
        Element.figure(byEpoch, "Mean over each epoch's augmented images."),
        Element.figure(
            byTime,
            "The same against time: epochs times the time that their steps take on this machine, in"
                + " turns over the networks, so that what else it does meets them all alike."),
        epochs.element(),
        seconds.element());
  }

  private static double secondsOfEpoch(Results results, String subject) {
    return results.sample(subject, SECONDS_OF_EPOCH).mean();
  }
}
