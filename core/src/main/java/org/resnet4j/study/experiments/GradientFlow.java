package org.resnet4j.study.experiments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Judgement;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.Sample.Term;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.TrainedRun;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;
import org.resnet4j.torch.Network;

/** Gradients by layer, at the start and during training: He et al. 2016, section 2. */
final class GradientFlow implements Experiment {
  private static final String PLAIN = "plain56";
  private static final String RESIDUAL = "resnet56";
  private static final String PRE_ACTIVATED = "cifar-preact56";
  private static final List<String> ALL = List.of(PLAIN, RESIDUAL, PRE_ACTIVATED);

  /** The powers of ten between the strongest and the weakest convolution. */
  private static final String UNEVEN = "decades between layers";

  /** The powers of ten by which the gradient of the first convolution is above that of the last. */
  private static final String FIRST_OVER_LAST = "decades from the last to the first layer";

  private static final String START = ", at the start";
  private static final String END = ", at the end";

  /**
   * A gradient that is a tenth of the other vanishes, one that is ten times it explodes: decades.
   */
  private static final double HEALTHY = 1;

  /** The smallest difference that matters, in decades. */
  private static final double LEAST = 0.1;

  @Override
  public String name() {
    return "gradient-flow";
  }

  @Override
  public String title() {
    return "Gradient flow: does the error reach the first layers?";
  }

  @Override
  public String question() {
    return "A shortcut passes the gradient on unchanged. How strong is it at each layer of a plain,"
        + " a residual and a pre-activated network of 56 layers, before and during training?";
  }

  @Override
  public String source() {
    return "He et al. 2015, section 4.1 (plain networks with batch normalisation have gradients of"
        + " healthy size); He et al. 2016, section 2, equation 5";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return ALL.stream().map(Subject::of).toList();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    Results.Recorder recorder = new Results.Recorder();
    for (Subject subject : subjects(lab.settings().profile())) {
      for (long seed : lab.settings().seedList()) {
        TrainedRun run = lab.trained(subject, seed);
        for (int epoch : run.keptEpochs()) {
          lab.tell(subject.name() + " seed " + seed + ": " + at(epoch));
          try (Network network = run.network(epoch, lab.catalog())) {
            List<Double> all = Layers.gradients(lab, subject, seed, network);
            List<Double> convolutions = all.subList(0, all.size() - 1); // The last is linear.
            Layers.record(recorder, subject.name(), at(epoch), seed, convolutions);
            if (epoch == 0) {
              record(recorder, subject, START, seed, convolutions);
            } else if (epoch == run.history().size() && !run.hasDiverged()) {
              record(recorder, subject, END, seed, convolutions);
            }
          }
        }
        if (run.hasDiverged()) {
          recorder.value(subject.name(), UNEVEN + END, seed, Double.NaN);
          recorder.value(subject.name(), FIRST_OVER_LAST + END, seed, Double.NaN);
        }
      }
    }
    return recorder.results();
  }

  private static void record(
      Results.Recorder recorder, Subject subject, String when, long seed, List<Double> gradients) {
    double first = gradients.get(0);
    double last = gradients.get(gradients.size() - 1);
    double uneven = Collections.max(gradients) / Collections.min(gradients);
    recorder.value(subject.name(), UNEVEN + when, seed, Math.log10(uneven));
    recorder.value(subject.name(), FIRST_OVER_LAST + when, seed, Math.log10(first / last));
  }

  private static String at(int epoch) {
    return epoch == 0 ? "gradient at the start" : "gradient after epoch " + epoch;
  }

  @Override
  public Verdict verdict(Results results) {
    Sample plain = results.untrained(PLAIN, FIRST_OVER_LAST + START);
    return Verdict.of(
        new Finding(
            Judgement.all(
                    plain.minus(-HEALTHY).isNegative(LEAST),
                    beyondResidual(results, -HEALTHY).isNegative(LEAST))
                .not(),
            "At the start gradients do not vanish in a plain network of 56 layers with batch"
                + " normalisation.",
            growth(results)),
        new Finding(
            Judgement.all(
                    plain.minus(HEALTHY).isPositive(LEAST),
                    beyondResidual(results, HEALTHY).isPositive(LEAST))
                .not(),
            "At the start gradients do not explode in a plain network of 56 layers with batch"
                + " normalisation.",
            growth(results)),
        evenness(
            results,
            RESIDUAL,
            START,
            "At the start gradients are more even over the layers of a residual network than over"
                + " those of a plain one."),
        evenness(
            results,
            PRE_ACTIVATED,
            START,
            "At the start gradients are more even over the layers of a pre-activated network than"
                + " over those of a plain one."),
        evenness(
            results,
            RESIDUAL,
            END,
            "After training, too, gradients are more even over the layers of a residual network"
                + " than over those of a plain one."));
  }

  /**
   * The growth of the gradient from the last to the first convolution in the plain network, in
   * decades above that in the residual one, which has layers of the same shapes, plus a given
   * number.
   */
  private static Difference beyondResidual(Results results, double decades) {
    return Difference.of(
        decades,
        new Term(1, results.untrained(PLAIN, FIRST_OVER_LAST + START)),
        new Term(-1, results.untrained(RESIDUAL, FIRST_OVER_LAST + START)));
  }

  private static String growth(Results results) {
    List<String> both = List.of(PLAIN, RESIDUAL);
    return String.format(
        Locale.ROOT,
        "Decades (powers of ten) by which the gradient of the first convolution is above that of the"
            + " last, at the start: %s; at the end: %s. The residual network has layers of the same"
            + " shapes, and shortcuts that pass gradients on. Below -%.0f, and by more than %.0f below"
            + " the residual network, gradients vanish; as far above they explode.",
        results.list(both, FIRST_OVER_LAST + START, 2),
        results.list(both, FIRST_OVER_LAST + END, 2),
        HEALTHY,
        HEALTHY);
  }

  private static Finding evenness(Results results, String subject, String when, String claim) {
    Difference more = unevenness(results, PLAIN, when).minus(unevenness(results, subject, when));
    return new Finding(
        Double.isInfinite(more.value()) // What diverged has no gradients to compare.
            ? new Judgement(Outcome.UNDECIDED, more.doubts())
            : more.isPositive(LEAST),
        claim,
        "Decades (powers of ten) between the strongest and the weakest convolution"
            + when
            + ": "
            + results.list(List.of(PLAIN, subject), UNEVEN + when, 2)
            + ".");
  }

  private static Sample unevenness(Results results, String subject, String when) {
    return when.equals(START)
        ? results.untrained(subject, UNEVEN + START)
        : results.sample(subject, UNEVEN + when);
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<LineChart> charts = new ArrayList<>();
    charts.add(Layers.chart("Gradients at the start", results, ALL, at(0)).y("root mean square"));
    ALL.forEach(subject -> charts.add(duringTraining(results, subject)));
    LineChart.shareY(charts.toArray(LineChart[]::new));
    List<Element> shown = new ArrayList<>();
    shown.add(
        Element.figure(
            charts.get(0),
            "The first convolution is on the left. Gradients of the weights for 128 training"
                + " images, mean over the seeds."));
    charts.stream().skip(1).forEach(c -> shown.add(Element.figure(c, "Mean over the seeds.")));
    shown.add(
        Element.paragraph(
            "Layers of other shapes, with other numbers of channels and sizes of maps, have other"
                + " gradients for that reason alone: the steps between the three stages of a network"
                + " are of shape, and what sets the first layer apart may be. What rises or falls"
                + " inside a stage is not, nor is a difference between these networks at one layer:"
                + " there, their shapes are the same."));
    Table table = Table.of("Mean ± standard deviation over the seeds.", "network", results, ALL);
    Stream.of(FIRST_OVER_LAST, UNEVEN)
        .flatMap(quantity -> Stream.of(quantity + START, quantity + END))
        .forEach(quantity -> table.column(quantity, 2));
    shown.add(table.element());
    return shown;
  }

  private static LineChart duringTraining(Results results, String subject) {
    LineChart chart =
        LineChart.of("Gradients of " + subject + " during training")
            .x("layer")
            .y("root mean square")
            .logY();
    results.curves().stream()
        .filter(c -> c.subject().equals(subject) && c.quantity().startsWith("gradient "))
        .map(Results.Curve::quantity)
        .distinct()
        .forEach(
            quantity ->
                results
                    .curve(subject, quantity)
                    .ifPresent(c -> chart.series(quantity.replace("gradient ", ""), c.x(), c.y())));
    return chart;
  }
}
