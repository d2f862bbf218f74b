package org.resnet4j.study;

import static org.resnet4j.layer.Sequence.sequence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.report.Element;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.weights.SafeTensors;

/** A study of a second or two on real images, and an experiment that is nothing but this file. */
final class TinyStudy {
  /** Two networks. */
  static final Experiment TINY =
      new Tiny("tiny", List.of(Subject.of("cifar-resnet8"), Subject.of("cifar-plain8")));

  /** One network of {@link #TINY} under another name, and one that diverges. */
  static final Experiment EXPLODING =
      new Tiny(
          "exploding", List.of(Subject.of("cifar-resnet8").named("same"), Subject.of("explosive")));

  static final List<Experiment> KNOWN = List.of(TINY, EXPLODING);

  /** A fingerprint of a network's weights. */
  static final String WEIGHTS = "first bits of the weights' SHA-256";

  private TinyStudy() {}

  /** Takes the measurements of a test. */
  interface Measurement {
    Results in(Lab lab) throws IOException;
  }

  /** An experiment that trains one network and takes the measurements of a test. */
  static Experiment measuring(String name, Measurement measurement) {
    return new Measuring(name, measurement, List.of());
  }

  /** An experiment that trains one network, measures nothing and fails to show it. */
  static Experiment notShown(String name) {
    return new Measuring(name, lab -> new Results(List.of(), List.of()), null);
  }

  private record Measuring(String name, Measurement measurement, @Nullable List<Element> shown)
      implements Experiment {
    @Override
    public String title() {
      return name;
    }

    @Override
    public String question() {
      return "What?";
    }

    @Override
    public String source() {
      return "none";
    }

    @Override
    public List<Subject> subjects(Profile profile) {
      return List.of(Subject.of("cifar-resnet8"));
    }

    @Override
    public Results measure(Lab lab) throws IOException {
      return measurement.in(lab);
    }

    @Override
    public Verdict verdict(Results results) {
      return Verdict.of();
    }

    @Override
    public List<Element> show(Results results, StudySettings settings) {
      if (shown == null) {
        throw new IllegalStateException("cannot be drawn");
      }
      return shown;
    }
  }

  /** The errors of networks, and a fingerprint of their final weights. */
  private record Tiny(String name, List<Subject> subjects) implements Experiment {
    @Override
    public String title() {
      return "Tiny & <" + name + ">";
    }

    @Override
    public String question() {
      return "Is 1 < 2?";
    }

    @Override
    public String source() {
      return "none";
    }

    @Override
    public List<Catalog.Entry> networks() {
      return name.equals("exploding")
          ? List.of(Catalog.entry("explosive", Options.cifar(Shortcut.NONE), Tiny::explosive))
          : List.of();
    }

    /** One step is enough for weights that are too large for the next. */
    private static Layer explosive(Options options) {
      return sequence(
          new Flatten(),
          new Linear("fc", (int) options.input().size(), options.classes()),
          new Affine(1e20, 0));
    }

    @Override
    public List<Subject> subjects(Profile profile) {
      return subjects;
    }

    @Override
    public Results measure(Lab lab) throws IOException {
      Results.Recorder recorder = new Results.Recorder();
      for (Subject subject : subjects) {
        for (long seed : lab.settings().seedList()) {
          lab.tell(subject.name() + " seed " + seed);
          try (Network network = lab.network(subject, seed)) {
            String sha256 = SafeTensors.sha256(network.state());
            recorder.value(
                subject.name(), WEIGHTS, seed, Long.parseLong(sha256.substring(0, 12), 16));
          }
        }
      }
      return lab.learning(subjects).and(recorder.results());
    }

    @Override
    public Verdict verdict(Results results) {
      return Verdict.of(
          new Verdict.Finding(
              results
                  .sample(subjects.get(1).name(), Learning.TRAINING_ERROR)
                  .minus(results.sample(subjects.get(0).name(), Learning.TRAINING_ERROR))
                  .isPositive(0),
              "The first network learns better.",
              "See below."));
    }

    @Override
    public List<Element> show(Results results, StudySettings settings) {
      List<String> names = subjects.stream().map(Subject::name).toList();
      return List.of(
          Element.figure(
              Learning.curves(
                  "Errors & epochs",
                  "error (%)",
                  results,
                  names,
                  Learning.TEST_ERROR,
                  Learning.TRAINING_ERROR),
              "By epoch."),
          Learning.table("In the end.", results, names).element());
    }
  }

  /** A given number of training images of the embedded set. */
  static Split data(int train) {
    return DataSets.standard().open("fashion-mnist-mini", null).limit(train, 20);
  }

  static StudySettings settings(int seeds, int epochs) {
    return new StudySettings(
        Profile.QUICK, "fashion-mnist-mini", 0, 20, seeds, epochs, Device.CPU, Precision.FP32, 1);
  }

  static Study create(
      Path folder, int seeds, int epochs, List<String> names, List<Experiment> known)
      throws IOException {
    return Study.create(folder, new StudyRecord(settings(seeds, epochs), names, null), known);
  }
}
