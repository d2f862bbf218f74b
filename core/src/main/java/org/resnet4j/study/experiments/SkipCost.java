package org.resnet4j.study.experiments;

import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;
import static org.resnet4j.study.experiments.StepCost.STEP;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.block.Blocks;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Place;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Dataset;
import org.resnet4j.layer.Layer;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.Element;
import org.resnet4j.study.Cost;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/** The cost of shortcuts: He et al. 2015, sections 3.2 and 3.3. */
final class SkipCost implements Experiment {
  private static final String NONE = "no shortcut";
  private static final String IDENTITY = "identity where the shape stays";
  private static final String A = "option A";
  private static final String B = "option B";
  private static final String C = "option C";
  private static final List<String> ALL = List.of(NONE, IDENTITY, A, B, C);

  private static final String MEMORY = "memory of a training step (MB)";

  /** The relative increase of the time of a step below which it is negligible. */
  private static final double LEAST = 0.02;

  @Override
  public String name() {
    return "skip-cost";
  }

  @Override
  public String title() {
    return "Skip cost: what does a shortcut cost?";
  }

  @Override
  public String question() {
    return "An identity shortcut has no parameters and no multiplications. What do shortcuts cost in"
        + " parameters, multiply-adds, time and memory: none, the identity, and options A, B and C"
        + " where the shape changes?";
  }

  @Override
  public String source() {
    return "He et al. 2015, sections 3.2 and 3.3, Table 3";
  }

  @Override
  public List<Catalog.Entry> networks() {
    return List.of(CifarResNet.family("cifar-identity", SkipCost::identityOnly, false));
  }

  /** A basic block whose shortcut is an identity or nothing. */
  private static Layer identityOnly(Place place) {
    Options options = place.options();
    return Blocks.basic(
        place.keepsShape()
            ? place
            : new Place(
                place.name(),
                place.in(),
                place.out(),
                place.stride(),
                place.first(),
                options.withShortcut(Shortcut.NONE)));
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return List.of();
  }

  private static List<Subject> variants() {
    Subject residual = Subject.of("resnet56");
    return List.of(
        Subject.of("plain56").named(NONE),
        Subject.of("cifar-identity56").named(IDENTITY),
        residual.named(A),
        residual.with(o -> o.withShortcut(Shortcut.PROJECTION)).named(B),
        residual.with(o -> o.withShortcut(Shortcut.ALL_PROJECTION)).named(C));
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    Results.Recorder recorder = new Results.Recorder();
    Dataset images = StepCost.embedded();
    for (Subject variant : variants()) {
      Architecture network = variant.build(lab.catalog(), images);
      Cost.record(variant.name(), network, recorder);
      lab.tell("memory of a training step: " + variant.name());
      StepCost.memory(network, lab.settings())
          .ifPresent(bytes -> recorder.value(variant.name(), MEMORY, 0, bytes / 1e6));
    }
    return recorder.results().and(StepCost.inTurns(lab, images, variants()));
  }

  @Override
  public Verdict verdict(Results results) {
    return Verdict.of(
        new Finding(
            value(results, A, PARAMETERS) == value(results, NONE, PARAMETERS)
                    && value(results, A, MULTIPLY_ADDS) == value(results, NONE, MULTIPLY_ADDS)
                ? Outcome.SEEN
                : Outcome.CONTRADICTED,
            "Identity shortcuts with zero padding (option A) add no parameters and no"
                + " multiply-adds.",
            String.format(
                Locale.ROOT,
                "Parameters: %s. Multiply-adds, in millions: %s.",
                results.list(ALL, PARAMETERS, 0),
                results.list(ALL, MULTIPLY_ADDS, 1))),
        new Finding(
            StepCost.ratio(results, C, A).minus(1).isPositive(LEAST),
            "Projections on every shortcut (option C) cost time that zero padding (option A)"
                + " saves.",
            String.format(
                Locale.ROOT,
                "A training step, as a multiple of one without shortcuts in the same turn: identity %s,"
                    + " A %s, B %s, C %s. With C it takes %s times as long as with A.",
                beside(results, IDENTITY).text(2),
                beside(results, A).text(2),
                beside(results, B).text(2),
                beside(results, C).text(2),
                StepCost.ratio(results, C, A).text(2))),
        new Finding(
            beside(results, A).minus(1).isNotPositive(LEAST),
            "Option A costs no time beside a plain network.",
            String.format(
                Locale.ROOT,
                "A step takes %s times as long, turn by turn: %s ms against %s ms. An addition has"
                    + " no multiplications, but it reads two maps and writes one, forward and"
                    + " backward.",
                beside(results, A).text(2),
                results.sample(A, STEP).text(1),
                results.sample(NONE, STEP).text(1))));
  }

  private static double value(Results results, String subject, String quantity) {
    return results.sample(subject, quantity).mean();
  }

  private static Sample beside(Results results, String subject) {
    return StepCost.ratio(results, subject, NONE);
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    return List.of(
        Element.figure(
            BarChart.of("Time of a training step", ALL)
                .y(STEP)
                .series("measured", results.means(ALL, STEP), results.spreads(ALL, STEP)),
            "Networks of 56 layers, "
                + StepCost.BATCH
                + " of the embedded images of 28x28 whatever the study's data; measured in turns."
                + " Thin lines show the standard deviation over the turns."),
        Element.figure(
            BarChart.of("Parameters of 56 layers", ALL)
                .y(PARAMETERS)
                .series("computed", results.means(ALL, PARAMETERS)),
            "Options B and C add projections."),
        Table.of(
                "For images of 28x28. Time is measured in turns; ± is the standard deviation over"
                    + " them. Memory is the most that a separate process grows during a step"
                    + " on one thread of the processor, which takes half of the batch at a time; on"
                    + " a GPU, and where the system does not tell, it is not measured.",
                "shortcut",
                results,
                ALL)
            .column(PARAMETERS, 0)
            .column(MULTIPLY_ADDS, 1)
            .column(STEP, 1)
            .column(MEMORY, 0)
            .element());
  }
}
