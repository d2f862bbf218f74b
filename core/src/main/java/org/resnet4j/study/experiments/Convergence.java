package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.GUESSING;
import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.resnet4j.arch.block.Options.Norm;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Judgement;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample;
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

  /** The decades by which activations fall from the first convolution to the last. */
  private static final String DECADES = "decades that activations fall at the start";

  /** 1 where the last activations are below the smallest float, so that they fall further. */
  private static final String BELOW_FLOATS = "activations below the smallest float at the start";

  /** A signal that falls or rises by less keeps its size, in decades. */
  private static final double KEPT = 1;

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
    return depth
        + " layers, "
        + switch (scheme) {
          case GAUSSIAN -> "Gaussian";
          case XAVIER -> "Xavier";
          default -> "He";
        }
        + (norm == Norm.BATCH ? ", batch norm" : "");
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
          double last = sizes.get(sizes.size() - 1);
          boolean below = last < Float.MIN_VALUE;
          recorder.value(subject.name(), BELOW_FLOATS, seed, below ? 1 : 0);
          recorder.value(
              subject.name(),
              DECADES,
              seed,
              Math.log10(sizes.get(0) / (below ? Float.MIN_VALUE : last)));
        }
      }
    }
    return lab.learning(subjects).and(recorder.results());
  }

  private static List<Double> activations(Lab lab, Network network) {
    List<Double> sizes = new ArrayList<>();
    Layers.observe(
        lab,
        network,
        IMAGES,
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
    List<Finding> findings = new ArrayList<>();
    for (int depth : DEPTHS) {
      String naive = name(depth, Scheme.GAUSSIAN, Norm.NONE);
      List<String> bare = names(depth, Norm.NONE);
      List<String> normalised = names(depth, Norm.BATCH);
      List<String> all = Stream.of(bare, normalised).flatMap(List::stream).toList();
      findings.add(
          new Finding(
              trains(results, bare, naive).not(),
              "Without normalisation "
                  + depth
                  + " layers do not train from naive Gaussian weights.",
              errors(results, bare)));
      findings.add(
          new Finding(
              Judgement.all(
                  normalised.stream()
                      .map(subject -> trains(results, all, subject))
                      .toArray(Judgement[]::new)),
              "With batch normalisation " + depth + " layers train however the weights start.",
              errors(results, all)));
    }
    String xavier = name(56, Scheme.XAVIER, Norm.NONE);
    String he = name(56, Scheme.HE, Norm.NONE);
    List<String> bare56 = names(56, Norm.NONE);
    Sample naiveFall = results.untrained(name(56, Scheme.GAUSSIAN, Norm.NONE), DECADES);
    Sample heFall = results.untrained(he, DECADES);
    findings.add(
        new Finding(
            Judgement.all(trains(results, bare56, he), trains(results, bare56, xavier).not()),
            "Without normalisation 56 layers train from He's weights, and not from Xavier's.",
            errors(results, bare56)));
    findings.add(
        new Finding(
            naiveFall.minus(heFall).isPositive(KEPT),
            "Over 56 layers without normalisation naive weights let the signal vanish, compared"
                + " with He's.",
            falls(results)));
    findings.add(
        new Finding(
            Judgement.all(heFall.minus(KEPT).isNegative(0), heFall.minus(-KEPT).isPositive(0)),
            "Over 56 layers without normalisation He's weights keep the size of the signal.",
            falls(results)
                + " The rule does not reckon with the zeros around each map, nor, as it counts"
                + " outputs here, with layers that double the channels."));
    return new Verdict(findings);
  }

  private static List<String> names(int depth, Norm norm) {
    return SCHEMES.stream().map(scheme -> name(depth, scheme, norm)).toList();
  }

  /**
   * Whether a network learns. That it does not counts only where another does: else the training
   * may be at fault, too short or at too high a rate.
   *
   * @param others networks of its depth whose learning tells that the training was long enough: for
   *     one without normalisation none that has it
   */
  private static Judgement trains(Results results, List<String> others, String subject) {
    Judgement learned = learned(results, subject);
    return learned.outcome() == Outcome.CONTRADICTED && !oneLearned(results, others)
        ? Judgement.of(Outcome.UNDECIDED)
        : learned;
  }

  private static boolean oneLearned(Results results, List<String> subjects) {
    return subjects.stream().anyMatch(subject -> learned(results, subject).isSeen());
  }

  private static Judgement learned(Results results, String subject) {
    return Learning.hasLearned(results, subject, TRAINING_ERROR);
  }

  private static String errors(Results results, List<String> subjects) {
    return String.format(
        Locale.ROOT,
        "Guessing has a training error of %s %%; measured: %s.%s",
        Learning.guessing(results, subjects.get(0)),
        results.list(subjects, TRAINING_ERROR, 1),
        oneLearned(results, subjects)
            ? ""
            : " None of them surely learned: the training may be at fault.");
  }

  private static String falls(Results results) {
    return "Decades (powers of ten) by which activations fall from the first to the last"
        + " convolution: "
        + names(56, Norm.NONE).stream()
            .map(subject -> subject + ": " + fall(results, subject))
            .collect(Collectors.joining("; "))
        + ".";
  }

  private static String fall(Results results, String subject) {
    Sample decades = results.sample(subject, DECADES);
    return results.sample(subject, BELOW_FLOATS).values().contains(1.0)
        ? String.format(
            Locale.ROOT, "more than %.0f, below the smallest float", Math.floor(decades.mean()))
        : decades.text(1);
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<Element> shown = new ArrayList<>();
    shown.add(
        Element.figure(
            BarChart.of("Does it train?", results.subjects())
                .y(TRAINING_ERROR)
                .series(
                    "training error",
                    results.means(results.subjects(), TRAINING_ERROR),
                    results.spreads(results.subjects(), TRAINING_ERROR))
                .reference("guessing", results.sample(results.subjects().get(0), GUESSING).mean()),
            "Training error of the last epoch; a gap where training diverged."));
    shown.add(Element.paragraph("Before the first step, 20 and 56 layers on one scale:"));
    addByDepth(
        shown,
        results,
        "Activations",
        ACTIVATION,
        "What leaves each convolution, before the first step.");
    addByDepth(
        shown,
        results,
        "Gradients",
        GRADIENT,
        "Gradients of each layer's weights, before the first step.");
    shown.add(
        Learning.table("After the last epoch.", results, results.subjects())
            .column(DECADES, subject -> fall(results, subject))
            .element());
    return shown;
  }

  /** A chart for each depth, side by side on one scale. */
  private static void addByDepth(
      List<Element> shown, Results results, String what, String quantity, String caption) {
    List<LineChart> charts = new ArrayList<>();
    for (int depth : DEPTHS) {
      List<String> own =
          results.subjects().stream().filter(s -> s.startsWith(depth + " layers")).toList();
      charts.add(
          Layers.chart(what + ", " + depth + " layers", results, own, quantity)
              .y("root mean square"));
    }
    LineChart.shareY(charts.toArray(LineChart[]::new));
    charts.forEach(chart -> shown.add(Element.figure(chart, caption)));
  }
}
