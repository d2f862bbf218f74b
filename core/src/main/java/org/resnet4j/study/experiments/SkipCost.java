package org.resnet4j.study.experiments;

import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Blocks;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.Options;
import org.resnet4j.arch.Place;
import org.resnet4j.arch.Shortcut;
import org.resnet4j.data.DataSets;
import org.resnet4j.data.Dataset;
import org.resnet4j.layer.Layer;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.Element;
import org.resnet4j.study.Cost;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/** What shortcuts cost: He et al. 2015, section 3.2 and 3.3. */
final class SkipCost implements Experiment {
  private static final String NONE = "no shortcut";
  private static final String IDENTITY = "identity where the shape stays";
  private static final String A = "option A";
  private static final String B = "option B";
  private static final String C = "option C";
  private static final List<String> ALL = List.of(NONE, IDENTITY, A, B, C);

  private static final String STEP = "training step (ms)";
  private static final String MEMORY = "memory of a training step (MB)";

  /** Turns of the stopwatch; the first warms up and does not count. */
  private static final int TURNS = 9;

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

  private static Map<String, Subject> variants() {
    Map<String, Subject> variants = new LinkedHashMap<>();
    variants.put(NONE, Subject.of("plain56"));
    variants.put(IDENTITY, Subject.of("cifar-identity56"));
    variants.put(A, Subject.of("resnet56"));
    variants.put(B, Subject.of("resnet56").with(o -> o.withShortcut(Shortcut.PROJECTION)));
    variants.put(C, Subject.of("resnet56").with(o -> o.withShortcut(Shortcut.ALL_PROJECTION)));
    return variants;
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    Results.Recorder recorder = new Results.Recorder();
    Dataset images = DataSets.open("fashion-mnist-mini", null).train();
    List<StepCost> running = new ArrayList<>();
    List<String> names = new ArrayList<>();
    try {
      for (Map.Entry<String, Subject> variant : variants().entrySet()) {
        Architecture network = variant.getValue().build(lab.catalog(), images);
        Cost.record(variant.getKey(), network, recorder);
        OptionalLong bytes = StepCost.memory(network, lab.settings());
        if (bytes.isPresent()) {
          recorder.value(variant.getKey(), MEMORY, 0, bytes.getAsLong() / 1e6);
        }
        names.add(variant.getKey());
        running.add(new StepCost(network, lab.settings()));
      }
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < running.size(); i++) {
          double seconds = running.get(i).step();
          if (turn > 0) {
            recorder.value(names.get(i), STEP, turn, 1000 * seconds);
          }
        }
      }
    } finally {
      running.forEach(StepCost::close);
    }
    return recorder.results();
  }

  @Override
  public Verdict verdict(Results results) {
    double time = ratio(results, A, STEP);
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
            results.sample(C, STEP).minus(results.sample(A, STEP)).isPositive(0),
            "Projections everywhere (option C) cost time that option A saves.",
            String.format(
                Locale.ROOT,
                "A training step, beside the network without shortcuts: identity %.2f, A %.2f, B"
                    + " %.2f, C %.2f times as long.",
                ratio(results, IDENTITY, STEP),
                time,
                ratio(results, B, STEP),
                ratio(results, C, STEP))),
        new Finding(
            time <= 1.02 ? Outcome.SEEN : time > 1.1 ? Outcome.CONTRADICTED : Outcome.UNDECIDED,
            "Option A costs no time either.",
            String.format(
                Locale.ROOT,
                "It takes %.2f times as long: %s ms against %s ms. An addition has no"
                    + " multiplications, but it reads two maps and writes one, forward and"
                    + " backward.",
                time,
                results.sample(A, STEP).text(1),
                results.sample(NONE, STEP).text(1))));
  }

  private static double value(Results results, String subject, String quantity) {
    return results.sample(subject, quantity).mean();
  }

  private static double ratio(Results results, String subject, String quantity) {
    return results.ratio(subject, NONE, quantity);
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    return List.of(
        Element.figure(
            BarChart.of("Time of a training step", ALL)
                .y(STEP)
                .series("measured", results.means(ALL, STEP), results.spreads(ALL, STEP)),
            "Networks of 56 layers, 128 images of 28x28; measured in turns. Bars show the standard deviation"
                + " over the turns."),
        Element.figure(
            BarChart.of("Parameters of 56 layers", ALL)
                .y(PARAMETERS)
                .series("computed", results.means(ALL, PARAMETERS)),
            "Options B and C add projections."),
        Table.of(
                "Measured on this machine; ± is the standard deviation over the turns. Memory is how"
                    + " much a process of its own grows at most during a training step.",
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
