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
import org.resnet4j.study.Lab;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
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

  /** How many powers of ten lie between the strongest and the weakest convolution. */
  private static final String UNEVEN = "decades between layers";

  /** The gradient of the first convolution over that of the last. */
  private static final String FIRST_OVER_LAST = "first over last layer";

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
          try (Network network = run.network(epoch, lab.catalog())) {
            List<Double> all = Layers.gradients(lab, subject, seed, network);
            List<Double> convolutions = all.subList(0, all.size() - 1); // The last is linear.
            Layers.record(recorder, subject.name(), at(epoch), seed, convolutions);
            boolean last = epoch == run.history().size();
            if (epoch == 0 || last) {
              String when = epoch == 0 ? START : END;
              double decades =
                  Math.log10(Collections.max(convolutions) / Collections.min(convolutions));
              recorder.value(subject.name(), UNEVEN + when, seed, decades);
              recorder.value(
                  subject.name(),
                  FIRST_OVER_LAST + when,
                  seed,
                  convolutions.get(0) / convolutions.get(convolutions.size() - 1));
            }
          }
        }
      }
    }
    return recorder.results();
  }

  private static final String START = ", at the start";
  private static final String END = ", at the end";

  private static String at(int epoch) {
    return epoch == 0 ? "gradient at the start" : "gradient after epoch " + epoch;
  }

  @Override
  public Verdict verdict(Results results) {
    double share = results.sample(PLAIN, FIRST_OVER_LAST + START).mean();
    return Verdict.of(
        new Finding(
            share > 0.1 ? Outcome.SEEN : Outcome.CONTRADICTED,
            "With batch normalisation gradients do not vanish in a plain network either.",
            String.format(
                Locale.ROOT,
                "At the start the gradient of the first convolution is %.3g times that of the last:"
                    + " the plain network's trouble is not a vanishing gradient.",
                share)),
        evenness(
            results,
            RESIDUAL,
            START,
            "At the start shortcuts make gradients more even over the layers."),
        evenness(
            results,
            PRE_ACTIVATED,
            START,
            "At the start pre-activation makes gradients more even than in a plain network."),
        evenness(results, RESIDUAL, END, "After training they are more even too."));
  }

  private static Finding evenness(Results results, String subject, String when, String claim) {
    return new Finding(
        results
            .sample(PLAIN, UNEVEN + when)
            .minus(results.sample(subject, UNEVEN + when))
            .isPositive(0.1),
        claim,
        "Decades (powers of ten) between the strongest and the weakest convolution"
            + when
            + ": "
            + results.list(List.of(PLAIN, subject), UNEVEN + when, 2)
            + ".");
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<Element> shown = new ArrayList<>();
    shown.add(
        Element.figure(
            Layers.chart("Gradients at the start", results, ALL, at(0)).y("root mean square"),
            "The first convolution is on the left. Gradients of the weights for 128 training"
                + " images, mean over the seeds."));
    for (String subject : ALL) {
      LineChart chart =
          LineChart.of("Gradients of " + subject + " during training")
              .x("layer")
              .y("root mean square")
              .logY();
      results.curves().stream()
          .filter(c -> c.subject().equals(subject))
          .map(Results.Curve::quantity)
          .distinct()
          .forEach(
              quantity ->
                  results
                      .curve(subject, quantity)
                      .ifPresent(
                          c -> chart.series(quantity.replace("gradient ", ""), c.x(), c.y())));
      shown.add(Element.figure(chart, "Mean over the seeds."));
    }
    Table table = Table.of("Mean ± standard deviation over the seeds.", "network", results, ALL);
    Stream.of(FIRST_OVER_LAST, UNEVEN)
        .flatMap(quantity -> Stream.of(quantity + START, quantity + END))
        .forEach(quantity -> table.column(quantity, 2));
    shown.add(table.element());
    return shown;
  }
}
