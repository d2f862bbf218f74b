package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.GUESSING;

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
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.layer.Parameter;
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
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/** Blocks deleted from and exchanged in trained networks: Veit et al. 2016. */
final class Lesions implements Experiment {
  private static final int IMAGES = 500;
  private static final int BATCH = 250;

  /** A rise of the test error, in points, that counts as small. */
  private static final double SMALL = 5;

  /** The number of random choices when several blocks are deleted. */
  private static final int CHOICES = 3;

  private static final String WHOLE = "test error, whole (%)";
  private static final String DELETED = "test error without one block (%)";
  private static final String DELETED_MEDIAN = "test error without one block, median (%)";
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
    return Layers.subjects();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    return Layers.measure(
        lab,
        List.of(WHOLE, DELETED_MEDIAN, RISE, SWAP_RISE),
        (run, network, recorder) ->
            measure(lab, network, run.subject().name(), run.seed(), recorder));
  }

  private static void measure(
      Lab lab, Network network, String subject, long seed, Results.Recorder recorder) {
    double whole = error(lab, network, network.architecture());
    recorder.value(subject, WHOLE, seed, whole);
    Lesion lesion = new Lesion(network.architecture());
    List<String> blocks = lesion.removableOfOneShape();
    List<Double> deleted = new ArrayList<>();
    String who = subject + " seed " + seed;
    for (String block : blocks) {
      lab.tell(who + " without " + block + ", of " + blocks.size() + " blocks");
      deleted.add(error(lab, network, lesion.without(List.of(block))));
    }
    Layers.record(recorder, subject, DELETED, seed, deleted);
    recorder.value(subject, DELETED_MEDIAN, seed, new Sample(deleted).median());
    recorder.value(subject, RISE, seed, new Sample(deleted).median() - whole);
    List<Double> swapped = new ArrayList<>();
    for (int i = 1; i < blocks.size(); i++) {
      if (stage(blocks.get(i - 1)).equals(stage(blocks.get(i)))) {
        lab.tell(who + " with " + blocks.get(i) + " and its neighbour exchanged");
        swapped.add(error(lab, network, lesion.exchanged(blocks.get(i - 1), blocks.get(i))));
      }
    }
    recorder.value(subject, SWAP_RISE, seed, new Sample(swapped).median() - whole);
    List<Double> counts = new ArrayList<>(List.of(0.0, 1.0));
    List<Double> errors = new ArrayList<>(List.of(whole, new Sample(deleted).mean()));
    Random random = new Random(seed); // The same blocks of all networks of a depth.
    for (int count = 2; count <= blocks.size(); count *= 2) {
      List<Double> chosen = new ArrayList<>();
      for (int choice = 0; choice < CHOICES; choice++) {
        List<String> order = new ArrayList<>(blocks);
        Collections.shuffle(order, random);
        lab.tell(who + " without " + count + " blocks, choice " + (choice + 1) + " of " + CHOICES);
        chosen.add(error(lab, network, lesion.without(order.subList(0, count))));
      }
      counts.add((double) count);
      errors.add(new Sample(chosen).mean());
    }
    recorder.curve(subject, MANY, seed, counts, errors);
  }

  /** Of a block such as layer1.0. */
  private static String stage(String block) {
    return block.substring(0, block.lastIndexOf('.'));
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
    List<Finding> findings = new ArrayList<>();
    for (int depth : Layers.DEPTHS) {
      findings.add(deleted(results, depth));
    }
    findings.add(
        new Finding(
            results
                .sample("resnet20", RISE)
                .minus(results.sample("resnet56", RISE))
                .isPositive(0.5),
            "The deeper the residual network, the less a typical block of it is missed.",
            "Median rise of the test error, in points: "
                + results.list(List.of("resnet20", "resnet56"), RISE, 1)
                + "; errors of the whole networks: "
                + results.list(List.of("resnet20", "resnet56"), WHOLE, 1)
                + " %."));
    for (int depth : Layers.DEPTHS) {
      findings.add(exchanged(results, depth));
    }
    return new Verdict(findings);
  }

  private static Finding deleted(Results results, int depth) {
    List<String> both = Layers.pair(depth);
    return new Finding(
        results.sample(both.get(0), RISE).minus(results.sample(both.get(1), RISE)).isPositive(1),
        "At " + depth + " layers deleting a block hurts a plain network more than a residual one.",
        "Median rise of the test error, in points, when one block is deleted: "
            + results.list(both, RISE, 1)
            + "; test errors then, in percent (guessing: "
            + Learning.guessing(results, both.get(0))
            + "): "
            + results.list(both, DELETED_MEDIAN, 1)
            + ".");
  }

  private static Finding exchanged(Results results, int depth) {
    List<String> both = Layers.pair(depth);
    Sample residual = results.sample(both.get(1), SWAP_RISE);
    return new Finding(
        Judgement.all(
            results.sample(both.get(0), SWAP_RISE).minus(residual).isPositive(1),
            residual.minus(SMALL).isNegative(0)),
        "At "
            + depth
            + " layers blocks of a residual network can change places; those of a plain one"
            + " cannot.",
        String.format(
            Locale.ROOT,
            "Median rise of the test error, in points, when two neighbours are exchanged: %s; below"
                + " %.0f it is small.",
            results.list(both, SWAP_RISE, 1),
            SMALL));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<Element> shown = new ArrayList<>();
    List<String> subjects = results.subjects();
    shown.add(
        Element.figure(
            BarChart.of("How much worse, in the median", subjects)
                .y("rise of the test error (points)")
                .series(
                    "one block deleted",
                    results.means(subjects, RISE),
                    results.spreads(subjects, RISE))
                .series(
                    "neighbours exchanged",
                    results.means(subjects, SWAP_RISE),
                    results.spreads(subjects, SWAP_RISE)),
            "Median over the blocks; thin lines show the standard deviation over the seeds."));
    LineChart many = LineChart.of("Several blocks deleted").x("deleted blocks").y("error (%)");
    Layers.draw(many, results, results.subjects(), MANY);
    if (!results.subjects().isEmpty()) {
      many.reference("guessing", results.sample(results.subjects().get(0), GUESSING).mean());
    }
    List<LineChart> deleted = Layers.DEPTHS.stream().map(d -> deletedChart(results, d)).toList();
    LineChart.shareY(Stream.concat(deleted.stream(), Stream.of(many)).toArray(LineChart[]::new));
    shown.add(Element.paragraph("Errors without blocks, on one scale:"));
    for (LineChart chart : deleted) {
      shown.add(
          Element.figure(
              chart,
              "Test error without each of the blocks that keep the shape, in their order: the others"
                  + " cannot be taken out of a plain network."));
    }
    shown.add(
        Element.figure(
            many,
            "Of two blocks and more, the mean over "
                + CHOICES
                + " choices by chance for each seed, the same in both networks of a depth."));
    shown.add(
        Table.of(
                "On " + IMAGES + " test images. Mean ± standard deviation over the seeds.",
                "network",
                results,
                results.subjects())
            .column(WHOLE, 2)
            .column(DELETED_MEDIAN, 2)
            .column(RISE, 2)
            .column(SWAP_RISE, 2)
            .element());
    return shown;
  }

  private static LineChart deletedChart(Results results, int depth) {
    LineChart chart =
        LineChart.of("One block deleted, " + depth + " layers").x("deleted block").y("error (%)");
    for (String subject : Layers.pair(depth)) {
      chart.reference(subject + ", whole", results.sample(subject, WHOLE).mean());
    }
    return Layers.draw(chart, results, Layers.pair(depth), DELETED);
  }
}
