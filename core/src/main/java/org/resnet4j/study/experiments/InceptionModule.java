package org.resnet4j.study.experiments;

import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;
import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.experiments.StepCost.STEP;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;
import org.resnet4j.arch.cost.LayerCost;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.Element;
import org.resnet4j.study.Cost;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/** The Inception module with and without 1x1 reductions: Szegedy et al. 2014, Fig. 2, Table 1. */
final class InceptionModule implements Experiment {
  private static final String REDUCED = "cifar-inception";
  private static final String UNREDUCED = "cifar-inception-unreduced";
  private static final String LARGE_REDUCED = "googlenet-paper";
  private static final String LARGE_UNREDUCED = "googlenet-unreduced";

  /** Without the projection behind the pooling too. */
  private static final String LARGE_NAIVE = "googlenet-naive";

  private static final String PRINTED = ", printed";
  private static final String OUTPUT = "channels that leave";
  private static final String OWN_PARAMETERS = "parameters (thousands)";

  /** A row of Table 1: its layers here, parameters in thousands, multiply-adds in millions. */
  private record Row(String name, List<String> places, double thousands, double millions) {}

  private static final List<Row> TABLE =
      List.of(
          new Row("convolution 7x7", List.of("conv1"), 2.7, 34),
          new Row("convolution 3x3", List.of("conv2", "conv3"), 112, 360),
          new Row("3a", List.of("inception3a"), 159, 128),
          new Row("3b", List.of("inception3b"), 380, 304),
          new Row("4a", List.of("inception4a"), 364, 73),
          new Row("4b", List.of("inception4b"), 437, 88),
          new Row("4c", List.of("inception4c"), 463, 100),
          new Row("4d", List.of("inception4d"), 580, 119),
          new Row("4e", List.of("inception4e"), 840, 170),
          new Row("5a", List.of("inception5a"), 1072, 54),
          new Row("5b", List.of("inception5b"), 1388, 71),
          new Row("linear", List.of("fc"), 1000, 1));

  /** The rows whose printed multiply-adds do not follow; the page says what is known of them. */
  private static final List<String> KNOWN_APART = List.of("convolution 7x7", "5a");

  /** Multiply-adds are printed in whole millions, and agree to this share where they agree. */
  private static final double AGREE = 0.02;

  /** Numbers within this many millions agree too: some are rounded, others cut. */
  private static final double DIGIT = 0.7;

  @Override
  public String name() {
    return "inception";
  }

  @Override
  public String title() {
    return "Inception: what a 1x1 convolution saves";
  }

  @Override
  public String question() {
    return "An Inception module looks through 1x1, 3x3 and 5x5 windows side by side. What does it"
        + " save to reduce the channels by a 1x1 convolution first, and does that cost accuracy?";
  }

  @Override
  public String source() {
    return "Szegedy et al. 2014, sections 4 and 5, Fig. 2, Table 1";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return Stream.of(REDUCED, UNREDUCED).map(Subject::of).toList();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    Results.Recorder recorder = new Results.Recorder();
    Architecture paper = lab.catalog().build(LARGE_REDUCED);
    Cost.record(LARGE_REDUCED, paper, recorder);
    for (String form : List.of(LARGE_UNREDUCED, LARGE_NAIVE)) {
      Cost.record(form, lab.catalog().build(form), recorder);
    }
    List<LayerCost> layers = Summary.of(paper).rows();
    for (Row row : TABLE) {
      List<LayerCost> own =
          layers.stream()
              .filter(r -> row.places().contains(r.name().replaceFirst("\\..*", "")))
              .toList();
      double parameters = own.stream().mapToLong(LayerCost::parameters).sum() / 1024.0;
      double multiplyAdds = own.stream().mapToLong(LayerCost::multiplyAdds).sum() / 1e6;
      recorder.value(row.name(), OWN_PARAMETERS, 0, parameters);
      recorder.value(row.name(), MULTIPLY_ADDS, 0, multiplyAdds);
      recorder.value(row.name(), OWN_PARAMETERS + PRINTED, 0, row.thousands());
      recorder.value(row.name(), MULTIPLY_ADDS + PRINTED, 0, row.millions());
    }
    for (LayerCost layer : layers) {
      if (layer.name().startsWith("inception3a") && layer.kind().startsWith("conv")) {
        String name = layer.name() + " (" + layer.kind() + ")";
        recorder.value(name, OUTPUT, 0, layer.output().channels());
        recorder.value(name, MULTIPLY_ADDS, 0, layer.multiplyAdds() / 1e6);
      }
    }
    List<Subject> trained = subjects(lab.settings().profile());
    return lab.learning(trained)
        .and(lab.cost(trained))
        .and(StepCost.inTurns(lab, lab.data().train(), trained))
        .and(recorder.results());
  }

  @Override
  public Verdict verdict(Results results) {
    List<String> apart =
        TABLE.stream()
            .map(Row::name)
            .filter(
                row ->
                    Math.abs(
                            value(results, row, MULTIPLY_ADDS)
                                - value(results, row, MULTIPLY_ADDS + PRINTED))
                        > Math.max(DIGIT, AGREE * value(results, row, MULTIPLY_ADDS + PRINTED)))
            .toList();
    return Verdict.of(
        saves(results),
        new Finding(
            results
                .sample(REDUCED, TEST_ERROR)
                .minus(results.sample(UNREDUCED, TEST_ERROR))
                .isNotPositive(1),
            "Reducing the channels by 1x1 convolutions costs an Inception network no accuracy.",
            results.sentence(List.of(REDUCED, UNREDUCED), TEST_ERROR, 2)),
        new Finding(
            apart.equals(KNOWN_APART) ? Outcome.SEEN : Outcome.CONTRADICTED,
            "The multiply-adds of GoogLeNet in Szegedy et al. 2014, Table 1, follow from its shapes,"
                + " but for the rows "
                + String.join(" and ", KNOWN_APART)
                + ".",
            String.format(
                    Locale.ROOT,
                    "%d of %d rows agree within %.0f %% or %.1f million.",
                    TABLE.size() - apart.size(),
                    TABLE.size(),
                    100 * AGREE,
                    DIGIT)
                + (apart.isEmpty() ? "" : " Rows that do not: " + String.join(", ", apart) + ".")));
  }

  private static Finding saves(Results results) {
    double large = results.ratio(LARGE_UNREDUCED, LARGE_REDUCED, MULTIPLY_ADDS);
    double largeParameters = results.ratio(LARGE_UNREDUCED, LARGE_REDUCED, PARAMETERS);
    double small = results.ratio(UNREDUCED, REDUCED, MULTIPLY_ADDS);
    double smallParameters = results.ratio(UNREDUCED, REDUCED, PARAMETERS);
    List<Double> ratios = List.of(large, largeParameters, small, smallParameters);
    return new Finding(
        !ratios.stream().allMatch(Double::isFinite) // In results of another version.
            ? Outcome.UNDECIDED
            : ratios.stream().allMatch(r -> r > 1) ? Outcome.SEEN : Outcome.CONTRADICTED,
        "Reducing the channels by 1x1 convolutions first saves an Inception network computation and"
            + " parameters.",
        String.format(
            Locale.ROOT,
            "Without reductions GoogLeNet needs %.1f times the multiply-adds and %.1f times the"
                + " parameters; the small network that was trained %.1f and %.1f times, and its"
                + " training step takes %s times as long on this machine. The naive module of Fig."
                + " 2(a) lacks the 1x1 behind the pooling too: its channels pile up from module to"
                + " module, and GoogLeNet needs %.1f times the multiply-adds and %.1f times the"
                + " parameters.",
            large,
            largeParameters,
            small,
            smallParameters,
            StepCost.ratio(results, UNREDUCED, REDUCED).text(1),
            results.ratio(LARGE_NAIVE, LARGE_REDUCED, MULTIPLY_ADDS),
            results.ratio(LARGE_NAIVE, LARGE_REDUCED, PARAMETERS)));
  }

  private static double[] timesAsMuch(Results results, String quantity) {
    return new double[] {
      results.ratio(LARGE_UNREDUCED, LARGE_REDUCED, quantity),
      results.ratio(UNREDUCED, REDUCED, quantity)
    };
  }

  private static double value(Results results, String subject, String quantity) {
    return results.sample(subject, quantity).mean();
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> rows = TABLE.stream().map(Row::name).toList();
    List<String> trained = List.of(REDUCED, UNREDUCED);
    List<Element> shown = new ArrayList<>();
    shown.add(
        Element.figure(
            BarChart.of("What it costs without reductions", List.of("GoogLeNet", REDUCED))
                .y("times as much")
                .series("multiply-adds", timesAsMuch(results, MULTIPLY_ADDS))
                .series("parameters", timesAsMuch(results, PARAMETERS))
                .reference("with reductions", 1),
            "Computed from the shapes, as a multiple of the same network with 1x1 reductions."));
    shown.add(
        Element.figure(
            Learning.bars("Error", results, trained),
            "After the last epoch; thin lines show the standard deviation over the seeds."));
    shown.add(
        Element.figure(
            BarChart.of("Multiply-adds of GoogLeNet by part", rows)
                .y(MULTIPLY_ADDS)
                .series("computed", results.means(rows, MULTIPLY_ADDS))
                .series("printed", results.means(rows, MULTIPLY_ADDS + PRINTED)),
            "Computed from the shapes of Table 1, beside what it prints."));
    shown.add(
        Element.figure(
            Learning.curves(
                "A small Inception network",
                "error (%)",
                results,
                trained,
                TEST_ERROR,
                Learning.TRAINING_ERROR),
            "Test error (solid) and training error (dashed)."));
    shown.add(
        Learning.table("The networks that were trained. " + StepCost.CAPTION, results, trained)
            .column(PARAMETERS, 0)
            .column(MULTIPLY_ADDS, 1)
            .column(STEP, 1)
            .element());
    shown.add(
        Table.of(
                "GoogLeNet: computed beside what Szegedy et al. 2014 print in Table 1.",
                "part",
                results,
                rows)
            .column(OWN_PARAMETERS, 1)
            .column(
                OWN_PARAMETERS + PRINTED, s -> results.sample(s, OWN_PARAMETERS + PRINTED).text(1))
            .column(MULTIPLY_ADDS, 1)
            .column(
                MULTIPLY_ADDS + PRINTED, s -> results.sample(s, MULTIPLY_ADDS + PRINTED).text(0))
            .element());
    shown.add(
        Element.paragraph(
            "A thousand parameters is 1,024 here, which is what the printed numbers follow. The"
                + " first row does not fit a 7x7 convolution, which has 7 x 7 x 3 x 64 weights and"
                + " 64 biases, but both of its numbers fit a 7x1 and a 1x7 convolution,"
                + " counted with 3 channels in and 64 out each: 14 x 3 x 64 are 2,688 weights, 2.7"
                + " times 1,000, and at 112 x 112 places 33.7 million multiply-adds. 4a is cut to 73"
                + " million and not rounded. 5a prints 54 million where its channels give 51. The"
                + " printed parameters of 4c lie 7 % below what its channels give and those of 5a 5 %"
                + " above, those of the other modules within 2 %."));
    shown.add(
        Table.of(
                "What a 1x1 does to channels: the convolutions of module 3a, whose input has 192.",
                "convolution",
                results,
                results.subjects().stream().filter(s -> s.startsWith("inception3a.")).toList())
            .column(OUTPUT, 0)
            .column(MULTIPLY_ADDS, 1)
            .element());
    return shown;
  }
}
