package org.resnet4j.study.experiments;

import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;
import static org.resnet4j.study.Learning.TRAINING_ERROR;
import static org.resnet4j.study.experiments.StepCost.STEP;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.Element;
import org.resnet4j.study.Experiment;
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

/**
 * Basic blocks against bottlenecks: He et al. 2015, section 4.1, "Deeper Bottleneck Architectures".
 */
final class Bottleneck implements Experiment {
  /** The same number of blocks, so about the same cost, and half as many layers again. */
  private static final String EQUAL_COST = "cifar-bottleneck29";

  private static final String BASIC = "resnet20";

  /** The same number of layers. */
  private static final String DEEP = "cifar-bottleneck56";

  private static final String DEEP_BASIC = "resnet56";

  /** Costs count as equal within this share of each other. */
  private static final double ABOUT = 0.25;

  @Override
  public String name() {
    return "bottleneck";
  }

  @Override
  public String title() {
    return "Bottleneck: three cheap layers for two dear ones";
  }

  @Override
  public String question() {
    return "A bottleneck leads to few channels by a 1x1 convolution, sees space by a 3x3, and leads"
        + " back by another 1x1. What does it cost beside two 3x3 convolutions, at equal depth and"
        + " for equal work, and how well does it learn?";
  }

  @Override
  public String source() {
    return "He et al. 2015, section 4.1, Fig. 5, Table 1 (34 layers: 3.6, 50 layers: 3.8 billion"
        + " multiply-adds) and Table 3 (top-1 error, both with option B: 24.52 and 22.85 %)";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return Stream.of(BASIC, EQUAL_COST, DEEP_BASIC, DEEP).map(Subject::of).toList();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    List<Subject> subjects = subjects(lab.settings().profile());
    return lab.learning(subjects)
        .and(lab.cost(subjects))
        .and(StepCost.inTurns(lab, lab.data().train(), subjects));
  }

  @Override
  public Verdict verdict(Results results) {
    double equal = results.ratio(EQUAL_COST, BASIC, MULTIPLY_ADDS);
    double deep = results.ratio(DEEP, DEEP_BASIC, MULTIPLY_ADDS);
    Sample time = StepCost.ratio(results, DEEP, DEEP_BASIC);
    return Verdict.of(
        new Finding(
            Math.abs(equal - 1) <= ABOUT ? Outcome.SEEN : Outcome.CONTRADICTED,
            "For about the same work a network of bottlenecks has half as many layers again as one of"
                + " basic blocks.",
            String.format(
                Locale.ROOT,
                "With as many blocks, 29 layers of bottlenecks need %.2f times the multiply-adds and"
                    + " %.2f times the parameters of 20 layers of basic blocks.",
                equal,
                results.ratio(EQUAL_COST, BASIC, PARAMETERS))),
        new Finding(
            deep < 1 ? Outcome.SEEN : Outcome.CONTRADICTED,
            "At equal depth bottlenecks need less computation than basic blocks.",
            String.format(
                Locale.ROOT,
                "56 layers of bottlenecks need %.2f times the multiply-adds and %.2f times the"
                    + " parameters of 56 layers of basic blocks. A training step takes %s times as"
                    + " long%s.",
                deep,
                results.ratio(DEEP, DEEP_BASIC, PARAMETERS),
                time.text(2),
                time.minus(deep).isPositive(0).isSeen()
                    ? ": time also goes into normalising and adding maps of four times the channels"
                    : "")),
        new Finding(
            results
                .sample(BASIC, TRAINING_ERROR)
                .minus(results.sample(EQUAL_COST, TRAINING_ERROR))
                .isPositive(0.5),
            "For about the same work a deeper network of bottlenecks fits the training images better"
                + " than one of basic blocks.",
            Learning.errors(results, List.of(BASIC, EQUAL_COST))
                + " Their shortcuts differ too: of option A with basic blocks, of B with bottlenecks."));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> subjects = List.of(BASIC, EQUAL_COST, DEEP_BASIC, DEEP);
    return List.of(
        Element.figure(
            BarChart.of("Multiply-adds of one image", subjects)
                .y(MULTIPLY_ADDS)
                .series("computed", results.means(subjects, MULTIPLY_ADDS)),
            "Convolutions and the linear layer, computed from the shapes."),
        Element.figure(
            Learning.bars("Error", results, subjects),
            "After the last epoch; thin lines show the standard deviation over the seeds."),
        Learning.table("Cost and what it bought. " + StepCost.CAPTION, results, subjects)
            .column(PARAMETERS, 0)
            .column(MULTIPLY_ADDS, 1)
            .column(STEP, 1)
            .element(),
        Element.paragraph(
            "Where the shape changes, the networks of basic blocks have shortcuts of option A, those"
                + " of bottlenecks option B, as in the papers (He et al. 2015, section 4.2; 2016,"
                + " appendix)."));
  }
}
