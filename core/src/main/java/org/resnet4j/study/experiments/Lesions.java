package org.resnet4j.study.experiments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Lesion;
import org.resnet4j.data.Dataset;
import org.resnet4j.infer.Evaluation;
import org.resnet4j.layer.Parameter;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
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
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/** Blocks deleted from and exchanged in trained networks: Veit et al. 2016. */
final class Lesions implements Experiment {
  private static final int IMAGES = 1_000;
  private static final int BATCH = 250;

  /** Above this test error, in percent, there is little that a lesion could spoil. */
  private static final double LEARNED = 70;

  private static final List<Integer> DEPTHS = List.of(20, 56);

  private static final String WHOLE = "test error, whole (%)";
  private static final String DELETED = "test error without one block (%)";
  private static final String RISE = "rise by deleting one block, median (points)";
  private static final String SWAP_RISE = "rise by exchanging neighbours, median (points)";
  private static final String MANY = "test error by deleted blocks (%)";

  @Override
  public String name() {
    return "lesion";
  }

  @Override
  public String title() {
    return "Lesions: what if a block is taken out of a trained network?";
  }

  @Override
  public String question() {
    return "A plain network is a chain: without a link it should break. A residual network has a way"
        + " around every block. How much worse does each get when one block is deleted, when"
        + " several are, and when neighbours change places, with no training afterwards?";
  }

  @Override
  public String source() {
    return "Veit, Wilber and Belongie 2016, arXiv 1605.06431, section 4, Fig. 3 and 5";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return DEPTHS.stream()
        .flatMap(depth -> Stream.of("plain" + depth, "resnet" + depth))
        .map(Subject::of)
        .toList();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    Results.Recorder recorder = new Results.Recorder();
    for (Subject subject : subjects(lab.settings().profile())) {
      for (long seed : lab.settings().seedList()) {
        try (Network network = lab.network(subject, seed)) {
          measure(lab, network, subject.name(), seed, recorder);
        }
      }
    }
    return recorder.results();
  }

  private static void measure(
      Lab lab, Network network, String subject, long seed, Results.Recorder recorder) {
    double whole = error(lab, network, network.architecture());
    recorder.value(subject, WHOLE, seed, whole);
    Lesion lesion = new Lesion(network.architecture());
    List<String> blocks = lesion.removable();
    List<Double> deleted = new ArrayList<>();
    for (String block : blocks) {
      deleted.add(error(lab, network, lesion.without(List.of(block))));
    }
    Layers.record(recorder, subject, DELETED, seed, deleted);
    recorder.value(subject, RISE, seed, new Sample(deleted).median() - whole);
    List<Double> swapped = new ArrayList<>();
    for (int i = 1; i < blocks.size(); i++) {
      if (sameStage(blocks.get(i - 1), blocks.get(i)) && !startsStage(blocks.get(i - 1))) {
        swapped.add(error(lab, network, lesion.exchanged(blocks.get(i - 1), blocks.get(i))));
      }
    }
    recorder.value(subject, SWAP_RISE, seed, new Sample(swapped).median() - whole);
    List<String> order = new ArrayList<>(blocks);
    Collections.shuffle(order, new Random(seed));
    List<Double> counts = new ArrayList<>(List.of(0.0));
    List<Double> errors = new ArrayList<>(List.of(whole));
    for (int count = 1; count <= order.size(); count *= 2) {
      counts.add((double) count);
      errors.add(error(lab, network, lesion.without(order.subList(0, count))));
    }
    recorder.curve(subject, MANY, seed, counts, errors);
  }

  private static boolean sameStage(String a, String b) {
    return a.replaceFirst("\\..*", "").equals(b.replaceFirst("\\..*", ""));
  }

  /** The first block of a stage may change the shape, so it cannot stand elsewhere. */
  private static boolean startsStage(String block) {
    return block.endsWith(".0");
  }

  /** The test error of an architecture that has some of a network's weights, in percent. */
  private static double error(Lab lab, Network network, Architecture changed) {
    Set<String> needed =
        changed.layers().allParameters().stream().map(Parameter::name).collect(Collectors.toSet());
    Dataset test = lab.data().test();
    try (TensorMap kept = network.state().copy(needed::contains);
        Network cut = Network.of(changed, kept, network.device(), network.precision())) {
      return 100
          * (1
              - Evaluation.of(
                      cut,
                      test.limit(Math.min(IMAGES, test.size())),
                      lab.normalisation(),
                      BATCH,
                      lab.workers())
                  .top1());
    }
  }

  @Override
  public Verdict verdict(Results results) {
    if (results.sample("plain20", WHOLE).mean() > LEARNED
        || results.sample("resnet56", WHOLE).mean() > LEARNED) {
      return Verdict.of(
          new Finding(
              Verdict.Outcome.UNDECIDED,
              "Deleting a block hurts a plain network more than a residual one.",
              "The whole networks have not learned enough to lose anything; their test errors: "
                  + results.list(results.subjects(), WHOLE, 1)
                  + " %."));
    }
    return Verdict.of(
        new Finding(
            results.sample("plain20", RISE).minus(results.sample("resnet20", RISE)).isPositive(1),
            "Deleting a block hurts a plain network more than a residual one.",
            "Median rise of the test error, in points, when one block is deleted: "
                + results.list(List.of("plain20", "resnet20"), RISE, 1)
                + "; errors of the whole networks: "
                + results.list(List.of("plain20", "resnet20"), WHOLE, 1)
                + " %."),
        new Finding(
            results
                .sample("resnet20", RISE)
                .minus(results.sample("resnet56", RISE))
                .isPositive(0.5),
            "The deeper the residual network, the less each of its blocks is missed.",
            "Median rise, in points: "
                + results.list(List.of("resnet20", "resnet56"), RISE, 1)
                + "."),
        new Finding(
            results
                .sample("plain20", SWAP_RISE)
                .minus(results.sample("resnet20", SWAP_RISE))
                .isPositive(1),
            "Blocks of a residual network can change places; those of a plain one cannot.",
            String.format(
                Locale.ROOT,
                "Median rise of the test error, in points, when two neighbours are exchanged: %s.",
                results.list(List.of("plain20", "resnet20", "resnet56"), SWAP_RISE, 1))));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<Element> shown = new ArrayList<>();
    for (int depth : DEPTHS) {
      LineChart chart =
          LineChart.of("One block deleted, " + depth + " layers").x("deleted block").y("error (%)");
      for (String kind : List.of("plain", "resnet")) {
        String subject = kind + depth;
        results
            .curve(subject, DELETED)
            .ifPresent(c -> chart.series(subject, c.x(), c.y(), c.spread()));
        chart.reference(subject + ", whole", results.sample(subject, WHOLE).mean());
      }
      shown.add(
          Element.figure(
              chart,
              "Test error without each of the blocks that can be removed, in their order. In a plain"
                  + " network the blocks that change the shape cannot."));
    }
    LineChart many = LineChart.of("Several blocks deleted").x("deleted blocks").y("error (%)");
    for (String subject : results.subjects()) {
      results.curve(subject, MANY).ifPresent(c -> many.series(subject, c.x(), c.y(), c.spread()));
    }
    shown.add(Element.figure(many, "Blocks chosen by chance, the same ones first."));
    shown.add(
        Table.of(
                "On " + IMAGES + " test images. Mean ± standard deviation over the seeds.",
                "network",
                results,
                results.subjects())
            .column(WHOLE, 2)
            .column(RISE, 2)
            .column(SWAP_RISE, 2)
            .element());
    return shown;
  }
}
