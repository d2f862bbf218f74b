package org.resnet4j.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.resnet4j.study.experiments.Experiments;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;

/** Made-up results of two seeds each. */
final class MadeUp {
  private MadeUp() {}

  static Experiment experiment(String name) {
    return Experiments.all().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  static StudySettings settings() {
    return new StudySettings(
        Profile.QUICK, "fashion-mnist-mini", 64, 20, 2, 1, Device.CPU, Precision.FP32, 1);
  }

  /** Records a training that ended with the given errors, in percent. */
  static void training(Results.Recorder recorder, String subject, double train, double test) {
    for (long seed = 0; seed < 2; seed++) {
      double chance = 0.1 * seed;
      recorder.value(subject, Learning.GUESSING, seed, 90);
      for (var end :
          Map.of(
                  Learning.TRAINING_ERROR, train + chance,
                  Learning.TEST_ERROR, test + chance,
                  Learning.TRAINING_LOSS, train / 50 + chance)
              .entrySet()) {
        recorder.value(subject, end.getKey(), seed, end.getValue());
        if (Double.isFinite(end.getValue())) {
          recorder.curve(
              subject, end.getKey(), seed, List.of(1.0, 2.0), List.of(90.0, end.getValue()));
        } else {
          recorder.curve(subject, end.getKey(), seed, List.of(), List.of());
        }
      }
    }
  }

  /**
   * Depths 20 to 56, errors of 30 at the shallowest.
   *
   * @param plain the additional training error of the deepest plain network
   * @param residual the same of residual networks
   * @param test the additional test error of the deepest plain network
   */
  static Results degradation(double plain, double residual, double test) {
    Results.Recorder recorder = new Results.Recorder();
    for (String kind : List.of("plain", "resnet")) {
      for (int depth : Profile.QUICK.depths()) {
        double share = (depth - 20) / 36.0;
        boolean isPlain = kind.equals("plain");
        training(
            recorder,
            kind + depth,
            30 + share * (isPlain ? plain : residual),
            30 + share * (isPlain ? test : residual));
      }
    }
    return recorder.results();
  }

  /**
   * VGG stacks with errors of 30 at the shallowest; the deepest has the given additional errors.
   */
  static Results vgg(double train, double test) {
    Results.Recorder recorder = new Results.Recorder();
    training(recorder, "cifar-vgg10", 30, 30);
    training(recorder, "cifar-vgg19", 29, 29);
    training(recorder, "cifar-vgg55", 30 + train, 30 + test);
    return recorder.results();
  }

  /** Epochs that plain and residual networks of 20 and 56 layers need; NaN: not reached. */
  static Results speed(double plain, double residual) {
    Results.Recorder recorder = new Results.Recorder();
    for (String subject : List.of("plain20", "resnet20", "plain56", "resnet56")) {
      training(recorder, subject, 30, 30);
      double epochs = subject.startsWith("plain") ? plain : residual;
      recorder.value(subject, "epochs of the training", 0, 10);
      recorder.value(subject, "seconds of an epoch", 1, 20);
      for (int target : List.of(65, 45, 35, 25)) {
        for (long seed = 0; seed < 2; seed++) {
          recorder.value(
              subject,
              "epochs to " + target + " % of the loss of guessing",
              seed,
              epochs + 0.1 * seed);
        }
      }
    }
    return recorder.results();
  }

  /**
   * Basic blocks of cost 100 and training error 30 against bottlenecks; all steps take as long.
   *
   * @param equal multiply-adds of equally many bottlenecks
   * @param deep multiply-adds of bottlenecks in as many layers
   * @param error training error of bottlenecks
   */
  static Results bottleneck(double equal, double deep, double error) {
    Results.Recorder recorder = new Results.Recorder();
    Map<String, Double> costs =
        Map.of(
            "resnet20",
            100.0,
            "resnet56",
            100.0,
            "cifar-bottleneck29",
            equal,
            "cifar-bottleneck56",
            deep);
    for (Subject subject : experiment("bottleneck").subjects(Profile.QUICK)) {
      String name = subject.name();
      training(recorder, name, name.startsWith("resnet") ? 30 : error, 30);
      recorder.value(name, Cost.PARAMETERS, 0, 1000);
      recorder.value(name, Cost.MULTIPLY_ADDS, 0, costs.get(name));
      recorder.value(name, "training step (ms)", 1, 500);
      recorder.value(name, "training step (ms)", 2, 510);
    }
    return recorder.results();
  }

  /** The same results except for one quantity of one subject. */
  static Results changed(Results results, String subject, String quantity, double value) {
    List<Results.Value> values = new ArrayList<>();
    int found = 0;
    for (Results.Value v : results.values()) {
      boolean here = v.subject().equals(subject) && v.quantity().equals(quantity);
      found += here ? 1 : 0;
      values.add(here ? new Results.Value(subject, quantity, v.seed(), value) : v);
    }
    if (found == 0) {
      throw new IllegalArgumentException("no " + quantity + " of " + subject);
    }
    return new Results(values, results.curves());
  }

  /** The same as if no training had led far from guessing among ten classes: errors of 82 to 90. */
  static Results nearChance(Results results) {
    return new Results(
        results.values().stream()
            .map(
                v ->
                    List.of(Learning.TRAINING_ERROR, Learning.TEST_ERROR).contains(v.quantity())
                        ? new Results.Value(
                            v.subject(), v.quantity(), v.seed(), 82 + 0.08 * v.value())
                        : v)
            .toList(),
        results.curves());
  }

  /** The same as if every training had diverged at once. */
  static Results diverged(Results results) {
    return new Results(
        results.values().stream()
            .map(v -> new Results.Value(v.subject(), v.quantity(), v.seed(), Double.NaN))
            .toList(),
        results.curves().stream()
            .map(c -> new Results.Curve(c.subject(), c.quantity(), c.seed(), List.of(), List.of()))
            .toList());
  }
}
