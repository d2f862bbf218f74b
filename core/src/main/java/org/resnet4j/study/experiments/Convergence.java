package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.resnet4j.arch.Options.Norm;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;
import org.resnet4j.torch.Initialization.Scheme;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Probe;

/** Initialisation and normalisation: what makes deep plain networks converge at all. */
final class Convergence implements Experiment {
  private static final List<Integer> DEPTHS = List.of(20, 56);
  private static final List<Scheme> SCHEMES = List.of(Scheme.GAUSSIAN, Scheme.XAVIER, Scheme.HE);
  private static final List<Norm> NORMS = List.of(Norm.NONE, Norm.BATCH);
  private static final int IMAGES = 64;

  private static final String ACTIVATION = "activation at the start";
  private static final String GRADIENT = "gradient at the start";

  /** How many decades activations fall from the first convolution to the last. */
  private static final String DECADES = "decades that activations fall at the start";

  /** A network has learned if its training error is this many points better than guessing. */
  private static final double LEARNED = 10;

  @Override
  public String name() {
    return "convergence";
  }

  @Override
  public String title() {
    return "Convergence: which deep networks train at all?";
  }

  @Override
  public String question() {
    return "Before depth can help, a signal must get through: forward as activations, backward as"
        + " gradients. How do the way in which weights start and normalisation decide that, at 20"
        + " and at 56 layers?";
  }

  @Override
  public String source() {
    return "He et al. 2015, section 1; Glorot and Bengio 2010; He et al. 2015, arXiv 1502.01852,"
        + " section 2.2 and Fig. 3; Ioffe and Szegedy 2015";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    List<Subject> subjects = new ArrayList<>();
    for (Norm norm : NORMS) {
      for (int depth : DEPTHS) {
        for (Scheme scheme : SCHEMES) {
          subjects.add(
              Subject.of("plain" + depth)
                  .named(name(depth, scheme, norm))
                  .with(options -> options.withNorm(norm))
                  .startingWith(scheme));
        }
      }
    }
    return subjects;
  }

  private static String name(int depth, Scheme scheme, Norm norm) {
    return "plain"
        + depth
        + " "
        + scheme.name().toLowerCase(Locale.ROOT)
        + (norm == Norm.BATCH ? " + batch norm" : "");
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    List<Subject> subjects = subjects(lab.settings().profile());
    Results.Recorder recorder = new Results.Recorder();
    for (Subject subject : subjects) {
      for (long seed : lab.settings().seedList()) {
        try (Network start = lab.trained(subject, seed).network(0, lab.catalog())) {
          List<Double> sizes = activations(lab, start);
          Layers.record(recorder, subject.name(), ACTIVATION, seed, sizes);
          Layers.record(
              recorder,
              subject.name(),
              GRADIENT,
              seed,
              Layers.gradients(lab, subject, seed, start));
          double last = Math.max(sizes.get(sizes.size() - 1), Float.MIN_VALUE); // It may underflow.
          double fall = Math.log10(sizes.get(0) / last);
          recorder.value(subject.name(), DECADES, seed, fall);
        }
      }
    }
    return lab.learning(subjects).and(recorder.results());
  }

  private static List<Double> activations(Lab lab, Network network) {
    List<Double> sizes = new ArrayList<>();
    network.observe(
        lab.testPixels(IMAGES),
        IMAGES,
        lab.data().test().shape(),
        true,
        (name, kind, values) -> {
          if (kind == Probe.Kind.CONVOLUTION) {
            sizes.add(Layers.rootMeanSquare(values));
          }
        });
    return sizes;
  }

  @Override
  public Verdict verdict(Results results) {
    String naive = name(20, Scheme.GAUSSIAN, Norm.NONE);
    String naiveDeep = name(56, Scheme.GAUSSIAN, Norm.NONE);
    String xavierDeep = name(56, Scheme.XAVIER, Norm.NONE);
    String heDeep = name(56, Scheme.HE, Norm.NONE);
    List<String> normalised = SCHEMES.stream().map(s -> name(20, s, Norm.BATCH)).toList();
    return Verdict.of(
        new Finding(
            learned(results, naive) || learned(results, naiveDeep)
                ? Outcome.CONTRADICTED
                : Outcome.SEEN,
            "Naive Gaussian weights without normalisation do not train.",
            errors(results, List.of(naive, naiveDeep))),
        new Finding(
            normalised.stream().allMatch(s -> learned(results, s))
                ? Outcome.SEEN
                : Outcome.CONTRADICTED,
            "With batch normalisation 20 layers train however the weights start.",
            errors(results, normalised)),
        new Finding(
            results.sample(naiveDeep, DECADES).minus(results.sample(heDeep, DECADES)).isPositive(1),
            "Naive weights let the signal vanish with depth; He's keep its size.",
            String.format(
                Locale.ROOT,
                "From the first to the last convolution of 56 layers activations fall by %s decades"
                    + " (powers of ten) with naive weights, by %s with Xavier's and by %s with"
                    + " He's, all without normalisation.",
                results.sample(naiveDeep, DECADES).text(1),
                results.sample(xavierDeep, DECADES).text(1),
                results.sample(heDeep, DECADES).text(1))),
        new Finding(
            learned(results, heDeep) && !learned(results, xavierDeep)
                ? Outcome.SEEN
                : learned(results, xavierDeep) && !learned(results, heDeep)
                    ? Outcome.CONTRADICTED
                    : Outcome.UNDECIDED,
            "Without normalisation 56 layers train from He's weights, and not from Xavier's.",
            errors(results, List.of(xavierDeep, heDeep))));
  }

  private static boolean learned(Results results, String subject) {
    return results.sample(subject, TRAINING_ERROR).mean() < 90 - LEARNED;
  }

  private static String errors(Results results, List<String> subjects) {
    return TRAINING_ERROR
        + ", where guessing gives 90: "
        + results.list(subjects, TRAINING_ERROR, 1)
        + ".";
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<Element> shown = new ArrayList<>();
    for (int depth : DEPTHS) {
      List<String> own =
          results.subjects().stream().filter(s -> s.startsWith("plain" + depth + " ")).toList();
      LineChart activation =
          Layers.chart("Activations, " + depth + " layers", results, own, ACTIVATION)
              .y("root mean square");
      LineChart gradient =
          Layers.chart("Gradients, " + depth + " layers", results, own, GRADIENT)
              .y("root mean square");
      shown.add(Element.figure(activation, "What leaves each convolution, before the first step."));
      shown.add(
          Element.figure(gradient, "Gradients of each layer's weights, before the first step."));
    }
    shown.add(
        Element.figure(
            BarChart.of("Does it train?", results.subjects())
                .y(TRAINING_ERROR)
                .series(
                    "training error",
                    results.means(results.subjects(), TRAINING_ERROR),
                    results.spreads(results.subjects(), TRAINING_ERROR))
                .reference("guessing", 90),
            "Training error of the last epoch; a gap where training diverged."));
    shown.add(
        Learning.table("After the last epoch.", results, results.subjects())
            .column(DECADES, 1)
            .element());
    return shown;
  }
}
