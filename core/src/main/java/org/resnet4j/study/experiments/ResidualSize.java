package org.resnet4j.study.experiments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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

/** How large what the branches add is: He et al. 2015, Fig. 7. */
final class ResidualSize implements Experiment {
  private static final int IMAGES = 200;
  private static final List<Integer> DEPTHS = List.of(20, 56);

  /** After normalisation and before ReLU or addition, as in the paper. */
  private static final String RESPONSE = "standard deviation of responses";

  private static final String SORTED = "standard deviation of responses, sorted";
  private static final String SHARE = "size of F(x) over that of x";

  @Override
  public String name() {
    return "residual-size";
  }

  @Override
  public String title() {
    return "Residual size: how much does a block change its input?";
  }

  @Override
  public String question() {
    return "A residual block learns what to add to its input. If the best function is near the"
        + " identity, that should be little, and the less the more blocks share the work. Is it so"
        + " in trained networks?";
  }

  @Override
  public String source() {
    return "He et al. 2015, section 4.2, Analysis of Layer Responses, Fig. 7";
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
    int images = Math.min(IMAGES, lab.data().test().size());
    List<Double> responses = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    double[] branch = new double[1];
    network.observe(
        lab.testPixels(images),
        images,
        lab.data().test().shape(),
        true, // By running statistics a few images of a deep network have responses of hundreds.
        (name, kind, values) -> {
          if (kind == Probe.Kind.NORMALISATION) {
            responses.add(deviation(values));
          } else if (kind == Probe.Kind.BRANCH) {
            branch[0] = Layers.rootMeanSquare(values);
          } else if (kind == Probe.Kind.SHORTCUT) {
            shares.add(branch[0] / Layers.rootMeanSquare(values));
          }
        });
    Layers.record(recorder, subject, RESPONSE, seed, responses);
    Layers.record(
        recorder,
        subject,
        SORTED,
        seed,
        responses.stream().sorted((a, b) -> Double.compare(b, a)).toList());
    recorder.value(subject, RESPONSE, seed, new Sample(responses).mean());
    if (!shares.isEmpty()) {
      Layers.record(recorder, subject, SHARE, seed, shares);
      recorder.value(subject, SHARE, seed, new Sample(shares).median());
    }
  }

  private static double deviation(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  @Override
  public Verdict verdict(Results results) {
    Sample shallow = results.sample("resnet20", SHARE);
    Sample deep = results.sample("resnet56", SHARE);
    return Verdict.of(
        new Finding(
            results
                .sample("plain56", RESPONSE)
                .minus(results.sample("resnet56", RESPONSE))
                .isPositive(0),
            "Layers of a residual network respond more weakly than those of a plain one.",
            responses(results, List.of("plain56", "resnet56", "plain20", "resnet20"))),
        new Finding(
            results
                .sample("resnet20", RESPONSE)
                .minus(results.sample("resnet56", RESPONSE))
                .isPositive(0),
            "The deeper the residual network, the weaker each layer's response.",
            responses(results, List.of("resnet20", "resnet56"))),
        new Finding(
            deep.minus(1).isNegative(0),
            "What a block adds is smaller than what it passes on.",
            String.format(
                Locale.ROOT,
                "The median over the blocks of the size of F(x) over that of x is %s in ResNet-20"
                    + " and %s in ResNet-56.",
                shallow.text(2),
                deep.text(2))),
        new Finding(
            shallow.minus(deep).isPositive(0),
            "In the deeper network each block adds less, relative to its input.",
            "The same medians: " + results.list(List.of("resnet20", "resnet56"), SHARE, 2) + "."));
  }

  private static String responses(Results results, List<String> subjects) {
    return "Mean over the layers of the standard deviation of their responses: "
        + results.list(subjects, RESPONSE, 3)
        + ".";
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> subjects = results.subjects();
    LineChart shares = LineChart.of("What each block adds").x("block").y("F(x) over x");
    for (String subject : subjects) {
      results
          .curve(subject, SHARE)
          .ifPresent(c -> shares.series(subject, c.x(), c.y(), c.spread()));
    }
    return List.of(
        Element.figure(
            responses("Layer responses", results, subjects, RESPONSE),
            "In the order of the layers: He et al. 2015, Fig. 7, top."),
        Element.figure(
            responses("Layer responses, sorted", results, subjects, SORTED),
            "From the strongest to the weakest: Fig. 7, bottom."),
        Element.figure(
            shares.reference("as large as the input", 1),
            "Root mean square of F(x) over that of the shortcut, over 200 test images, normalised by"
                + " their own statistics as in training."),
        Table.of("Mean ± standard deviation over the seeds.", "network", results, subjects)
            .column(RESPONSE, 3)
            .column(SHARE, 3)
            .element());
  }

  private static LineChart responses(
      String title, Results results, List<String> subjects, String quantity) {
    LineChart chart = LineChart.of(title).x("layer").y("standard deviation");
    for (String subject : subjects) {
      results.curve(subject, quantity).ifPresent(c -> chart.series(subject, c.x(), c.y()));
    }
    return chart;
  }
}
