package org.resnet4j.study.experiments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.resnet4j.layer.Shape;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
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
import org.resnet4j.torch.Probe;

/** The effect of small input changes on branches, blocks and answers: a hypothesis, tested. */
final class Sensitivity implements Experiment {
  private static final int IMAGES = 100;

  /** The size of the change, relative to the input. */
  private static final double NOISE = 0.02;

  /** The smallest difference that matters, as a share of what is compared. */
  private static final double LEAST = 0.05;

  /**
   * Relative change of F(x) over that of the block's input x, by block. F(x) is what the last
   * normalisation gives, in front of the addition, or of the ReLU where nothing is added.
   */
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
    return "A hypothesis of ours about changes of the input, tested here and not assumed. He et al."
        + " 2015, section 3.1, speak of another perturbation: of the function to be learned, with"
        + " reference to the identity";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return Layers.subjects();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    int images = Math.min(IMAGES, lab.data().test().size());
    Shape shape = lab.data().test().shape();
    return Layers.measure(
        lab,
        List.of(BRANCH_GAIN, BLOCK_GAIN, OUTPUT),
        (run, network, recorder) -> {
          Changes changes = new Changes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
          double[] branch = new double[1];
          network.observe(
              withNoise(lab.testPixels(images), run.seed()),
              2 * images,
              shape,
              false,
              (name, kind, values) -> {
                if (kind == Probe.Kind.NORMALISATION) {
                  branch[0] = change(values, images);
                } else if (kind == Probe.Kind.PLACE && isBlock(name)) {
                  changes.branches().add(branch[0]);
                  changes.places().add(change(values, images));
                } else if (kind == Probe.Kind.LOGITS) {
                  changes.logits().add(change(values, images));
                }
              });
          record(recorder, run.subject().name(), run.seed(), changes);
        });
  }

  /**
   * Relative changes.
   *
   * @param branches behind the last normalisation of the stem and of each block
   * @param places behind the stem and each block
   * @param logits of the answer, a single one
   */
  private record Changes(List<Double> branches, List<Double> places, List<Double> logits) {}

  /** The stem, whose output is what the first block gets, and blocks such as layer1.0. */
  private static boolean isBlock(String place) {
    return place.equals("stem") || place.matches("layer\\d+\\.\\d+");
  }

  private static void record(
      Results.Recorder recorder, String subject, long seed, Changes changes) {
    List<Double> places = changes.places();
    List<Double> branchGains = new ArrayList<>();
    List<Double> blockGains = new ArrayList<>();
    for (int i = 1; i < places.size(); i++) {
      branchGains.add(changes.branches().get(i) / places.get(i - 1));
      blockGains.add(places.get(i) / places.get(i - 1));
    }
    Layers.record(recorder, subject, CHANGE, seed, places);
    Layers.record(recorder, subject, BRANCH_GAIN, seed, branchGains);
    recorder.value(subject, BRANCH_GAIN, seed, new Sample(branchGains).mean());
    recorder.value(subject, BLOCK_GAIN, seed, new Sample(blockGains).mean());
    recorder.value(subject, OUTPUT, seed, changes.logits().get(0));
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

  /**
   * How far the second half of some values is from the first, relative to the first: the median
   * over the images, since by running statistics a few have values of hundreds.
   *
   * @param values equally many for each image
   * @param images in each half
   */
  static double change(float[] values, int images) {
    int half = values.length / 2;
    int size = half / images;
    List<Double> changes = new ArrayList<>();
    for (int begin = 0; begin < half; begin += size) {
      double apart = 0;
      double whole = 0;
      for (int i = begin; i < begin + size; i++) {
        apart += Math.pow(values[half + i] - values[i], 2);
        whole += Math.pow(values[i], 2);
      }
      changes.add(Math.sqrt(apart / whole));
    }
    return new Sample(changes).median();
  }

  @Override
  public Verdict verdict(Results results) {
    List<Finding> findings = new ArrayList<>();
    for (int depth : Layers.DEPTHS) {
      List<String> both = Layers.pair(depth);
      String plain = both.get(0);
      String residual = both.get(1);
      Sample branch = results.sample(residual, BRANCH_GAIN);
      Sample block = results.sample(residual, BLOCK_GAIN);
      Sample plainBranch = results.sample(plain, BRANCH_GAIN);
      findings.add(
          finding(
              branch,
              block,
              "At %d layers a residual branch reacts more strongly to a small change than its block"
                  + " as a whole.",
              depth,
              "Relative change of F(x) over that of x, mean over the blocks: "
                  + branch.text(2)
                  + "; of the block's output: "
                  + block.text(2)
                  + "."));
      findings.add(
          finding(
              branch,
              plainBranch,
              "At %d layers a residual branch reacts more strongly to a small change than the same"
                  + " layers of a plain block.",
              depth,
              "Relative change behind the last normalisation of a block over that of its input, mean"
                  + " over the blocks: "
                  + results.list(both, BRANCH_GAIN, 2)
                  + "."));
      findings.add(
          finding(
              results.sample(residual, OUTPUT),
              results.sample(plain, OUTPUT),
              "At %d layers the answer of a residual network changes more than that of a plain one.",
              depth,
              "Relative change of the logits for noise of 2 % of the input: "
                  + results.list(both, OUTPUT, 4)
                  + "."));
    }
    return new Verdict(findings);
  }

  /** Whether one quantity is above another. */
  private static Finding finding(
      Sample high, Sample low, String claim, int depth, String evidence) {
    return new Finding(
        high.minus(low).isPositive(LEAST * Math.abs(low.mean())),
        String.format(Locale.ROOT, claim, depth),
        evidence);
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
    return List.of(
        Element.figure(
            Layers.draw(gains, results, subjects, BRANCH_GAIN).reference("as the input", 1),
            "Relative change of F(x) over that of the block's input. F(x) is what the last"
                + " normalisation of a block gives, with or without an addition behind it."),
        Element.figure(
            changes,
            "Relative change behind each block for noise of 2 % of the input, the median over "
                + IMAGES
                + " test images. Normalisations use their running statistics, as in use."),
        Table.of("Mean ± standard deviation over the seeds.", "network", results, subjects)
            .column(BRANCH_GAIN, 3)
            .column(BLOCK_GAIN, 3)
            .column(OUTPUT, 4)
            .column(Learning.TEST_ERROR, 2)
            .element());
  }
}
