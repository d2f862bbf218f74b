package org.resnet4j.study.experiments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.resnet4j.layer.Shape;
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
import org.resnet4j.torch.Probe;

/** What small changes of the input do to branches, blocks and answers: a hypothesis, tested. */
final class Sensitivity implements Experiment {
  private static final int IMAGES = 100;

  /** The size of the change, relative to the input. */
  private static final double NOISE = 0.02;

  private static final List<Integer> DEPTHS = List.of(20, 56);

  /** Relative change of F(x) over that of the block's input x, by block. */
  private static final String BRANCH_GAIN = "gain of the branch";

  /** Relative change behind a block over that in front of it. */
  private static final String BLOCK_GAIN = "gain of the block";

  private static final String OUTPUT = "relative change of the logits";
  private static final String CHANGE = "relative change behind each block";

  @Override
  public String name() {
    return "sensitivity";
  }

  @Override
  public String title() {
    return "Sensitivity: does a residual network notice small changes?";
  }

  @Override
  public String question() {
    return "It is said that a residual network reacts to small changes of its input, since a branch"
        + " sees only what is left to add. When every pixel is moved a little, how much do branches,"
        + " blocks and answers change, with shortcuts and without?";
  }

  @Override
  public String source() {
    return "A hypothesis that follows from He et al. 2015, section 3.1 (the branch reacts to"
        + " perturbations with reference to the identity), tested here and not assumed";
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
    int images = Math.min(IMAGES, lab.data().test().size());
    Shape shape = lab.data().test().shape();
    for (Subject subject : subjects(lab.settings().profile())) {
      for (long seed : lab.settings().seedList()) {
        Map<Probe.Kind, List<Double>> changes = new LinkedHashMap<>();
        try (Network network = lab.network(subject, seed)) {
          network.observe(
              withNoise(lab.testPixels(images), seed),
              2 * images,
              shape,
              false,
              (name, kind, values) -> {
                if (kind != Probe.Kind.PLACE || isBlock(name)) {
                  changes.computeIfAbsent(kind, k -> new ArrayList<>()).add(change(values));
                }
              });
        }
        record(recorder, subject.name(), seed, changes);
      }
    }
    return recorder.results();
  }

  /** The stem, whose output is what the first block gets, and blocks such as layer1.0. */
  private static boolean isBlock(String place) {
    return place.equals("stem") || place.matches("layer\\d+\\.\\d+");
  }

  private static void record(
      Results.Recorder recorder, String subject, long seed, Map<Probe.Kind, List<Double>> changes) {
    List<Double> places = changes.getOrDefault(Probe.Kind.PLACE, List.of());
    List<Double> gains = new ArrayList<>();
    for (int i = 1; i < places.size(); i++) {
      gains.add(places.get(i) / places.get(i - 1));
    }
    Layers.record(recorder, subject, CHANGE, seed, places);
    recorder.value(subject, BLOCK_GAIN, seed, new Sample(gains).mean());
    List<Double> branches = changes.getOrDefault(Probe.Kind.BRANCH, List.of());
    List<Double> branchGains = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      branchGains.add(branches.get(i) / places.get(i));
    }
    if (!branchGains.isEmpty()) {
      Layers.record(recorder, subject, BRANCH_GAIN, seed, branchGains);
      recorder.value(subject, BRANCH_GAIN, seed, new Sample(branchGains).mean());
    }
    recorder.value(
        subject, OUTPUT, seed, changes.getOrDefault(Probe.Kind.LOGITS, List.of()).get(0));
  }

  /** The images, and then each again with Gaussian noise of {@link #NOISE} times its size. */
  static float[] withNoise(float[] pixels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] both = Arrays.copyOf(pixels, 2 * pixels.length);
    double deviation = NOISE * Layers.rootMeanSquare(pixels);
    for (int i = 0; i < pixels.length; i++) {
      both[pixels.length + i] = (float) (pixels[i] + deviation * random.nextGaussian());
    }
    return both;
  }

  /** How far the second half of the values is from the first, relative to the first. */
  static double change(float[] values) {
    int half = values.length / 2;
    double difference = 0;
    double size = 0;
    for (int i = 0; i < half; i++) {
      double apart = values[half + i] - values[i];
      difference += apart * apart;
      size += (double) values[i] * values[i];
    }
    return Math.sqrt(difference / size);
  }

  @Override
  public Verdict verdict(Results results) {
    return Verdict.of(
        new Finding(
            results
                .sample("resnet56", BRANCH_GAIN)
                .minus(results.sample("resnet56", BLOCK_GAIN))
                .isPositive(0),
            "A branch reacts more strongly to a small change than its block as a whole.",
            "Relative change of F(x) over that of x, mean over the blocks: "
                + results.list(List.of("resnet20", "resnet56"), BRANCH_GAIN, 2)
                + "; of the block's output over that of its input: "
                + results.list(List.of("resnet20", "resnet56"), BLOCK_GAIN, 2)
                + "."),
        new Finding(
            results
                .sample("resnet56", BRANCH_GAIN)
                .minus(results.sample("plain56", BLOCK_GAIN))
                .isPositive(0),
            "A residual branch reacts more strongly to a small change than a plain block.",
            "The branches: "
                + results.list(List.of("resnet20", "resnet56"), BRANCH_GAIN, 2)
                + "; plain blocks: "
                + results.list(List.of("plain20", "plain56"), BLOCK_GAIN, 2)
                + "."),
        new Finding(
            results
                .sample("resnet20", OUTPUT)
                .minus(results.sample("plain20", OUTPUT))
                .isPositive(0),
            "The answer of the residual network of 20 layers changes more than that of the plain"
                + " one.",
            "Relative change of the logits for noise of 2 % of the input: "
                + results.list(results.subjects(), OUTPUT, 4)
                + "."));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> subjects = results.subjects();
    LineChart changes =
        Layers.chart("How a small change travels", results, subjects, CHANGE)
            .x("block (1 is the stem)")
            .y("relative change")
            .reference("change of the input", NOISE);
    LineChart gains = LineChart.of("Gain of the branches").x("block").y("gain");
    for (String subject : subjects) {
      results
          .curve(subject, BRANCH_GAIN)
          .ifPresent(c -> gains.series(subject, c.x(), c.y(), c.spread()));
    }
    return List.of(
        Element.figure(changes, "Relative change behind each block for noise of 2 % of the input."),
        Element.figure(
            gains.reference("as the input", 1),
            "Relative change of F(x) over that of the block's input."),
        Table.of("Mean ± standard deviation over the seeds.", "network", results, subjects)
            .column(BRANCH_GAIN, 3)
            .column(BLOCK_GAIN, 3)
            .column(OUTPUT, 4)
            .element());
  }
}
