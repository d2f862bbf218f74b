package org.resnet4j.study.experiments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Judgement;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Probe;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.recipe.Recipe;

/** The size of what branches add: He et al. 2015, Fig. 7. */
final class ResidualSize implements Experiment {
  private static final int IMAGES = 200;

  /** The smallest difference of responses or shares that matters. */
  private static final double LEAST = 0.02;

  /** After normalisation and before ReLU or addition, as in the paper. */
  private static final String RESPONSE = "standard deviation of responses";

  private static final String SORTED = "standard deviation of responses, sorted";
  private static final String SHARE = "size of F(x) over that of x";
  private static final String SHARE_AT_START = "size of F(x) over that of x, at the start";

  /**
   * Behind a batch normalisation the standard deviation of responses is the root of the mean square
   * of its scales plus the variance of its shifts. Scales start at 1, and where nothing else pulls
   * at them weight decay multiplies them by this.
   */
  private static final String DECAYED = "scale that weight decay alone leaves";

  /** Above this, responses are mostly what weight decay has not yet taken away. */
  private static final double DECAYED_ENOUGH = 0.5;

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
    return Layers.subjects();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    return Layers.measure(
        lab,
        List.of(RESPONSE, SHARE, SHARE_AT_START, DECAYED),
        (run, network, recorder) -> {
          String subject = run.subject().name();
          Observed trained = observe(lab, network);
          Layers.record(recorder, subject, RESPONSE, run.seed(), trained.responses());
          Layers.record(
              recorder,
              subject,
              SORTED,
              run.seed(),
              trained.responses().stream().sorted(Comparator.reverseOrder()).toList());
          recorder.value(subject, RESPONSE, run.seed(), new Sample(trained.responses()).median());
          recorder.value(
              subject,
              DECAYED,
              run.seed(),
              decayed(run.settings().recipe(), lab.data().train().size()));
          if (!trained.shares().isEmpty()) {
            Layers.record(recorder, subject, SHARE, run.seed(), trained.shares());
            recorder.value(subject, SHARE, run.seed(), new Sample(trained.shares()).median());
            try (Network start = run.network(0, lab.catalog())) {
              recorder.value(
                  subject,
                  SHARE_AT_START,
                  run.seed(),
                  new Sample(observe(lab, start).shares()).median());
            }
          }
        });
  }

  /**
   * The responses and shares of a network on the images.
   *
   * @param responses the standard deviation behind each normalisation
   * @param shares the size of F(x) over that of x in each block; none without shortcuts
   */
  private record Observed(List<Double> responses, List<Double> shares) {}

  private static Observed observe(Lab lab, Network network) {
    Observed observed = new Observed(new ArrayList<>(), new ArrayList<>());
    double[] branch = new double[1];
    Layers.observe(
        lab,
        network,
        IMAGES,
        true, // By running statistics a few images of a deep network have responses of hundreds.
        (name, kind, values) -> {
          if (kind == Probe.Kind.NORMALISATION) {
            observed.responses().add(deviation(values));
          } else if (kind == Probe.Kind.BRANCH) {
            branch[0] = Layers.rootMeanSquare(values);
          } else if (kind == Probe.Kind.SHORTCUT) {
            observed.shares().add(branch[0] / Layers.rootMeanSquare(values));
          }
        });
    return observed;
  }

  /**
   * The remainder of a scale of 1 after a training in which only weight decay changes it: each step
   * takes the share of learning rate times decay, and momentum repeats it.
   */
  static double decayed(Recipe recipe, int images) {
    if (!(recipe.optimizer() instanceof Sgd sgd) || !sgd.decayNorms()) {
      return 1;
    }
    long steps = recipe.totalSteps(images);
    double factors =
        LongStream.range(0, steps).mapToDouble(i -> recipe.schedule().factor(i, steps)).sum();
    return Math.exp(-sgd.weightDecay() * sgd.rate() * factors / (1 - sgd.momentum()));
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
    return Verdict.of(
        responses(
            results,
            "plain56",
            "resnet56",
            "Layers of a residual network respond more weakly than those of a plain one."),
        responses(
            results,
            "resnet20",
            "resnet56",
            "The deeper a residual network, the weaker the response of each layer."),
        shares(
            results,
            List.of("resnet56"),
            learned(results, "resnet56").minus(0),
            share -> share.apply("resnet56").minus(1).isNegative(LEAST),
            "What a trained residual block adds is smaller than what it passes on."),
        shares(
            results,
            List.of("resnet20", "resnet56"),
            learned(results, "resnet20").minus(learned(results, "resnet56")),
            share -> share.apply("resnet20").minus(share.apply("resnet56")).isPositive(LEAST),
            "In a deeper trained network each residual block adds less, relative to its input."));
  }

  /** By how much training changed a share. */
  private static Sample learned(Results results, String subject) {
    return results.above(subject, SHARE, SHARE_AT_START);
  }

  /**
   * A finding about shares.
   *
   * @param learned how training changed what is judged: what it did not change tells how weights
   *     start
   * @param judge the outcome by the shares of subjects, in the end or at the start
   */
  private static Finding shares(
      Results results,
      List<String> subjects,
      Difference learned,
      Function<Function<String, Sample>, Judgement> judge,
      String claim) {
    boolean changed = learned.isPositive(LEAST).outcome() != Outcome.UNDECIDED;
    Judgement trained = judge.apply(subject -> results.sample(subject, SHARE));
    Judgement start = judge.apply(subject -> results.untrained(subject, SHARE_AT_START));
    return new Finding(
        changed ? trained : new Judgement(Outcome.UNDECIDED, trained.reason()),
        claim,
        "Median over the blocks of the size of F(x) over that of x: "
            + results.list(subjects, SHARE, 2)
            + "; before training: "
            + results.list(subjects, SHARE_AT_START, 2)
            + "."
            + (changed
                ? likeStart(trained.outcome(), start.outcome())
                : " Training has not changed that clearly: it may be how weights start."));
  }

  /** The note on an outcome that was the same before training. */
  private static String likeStart(Outcome trained, Outcome start) {
    return trained == start && trained != Outcome.UNDECIDED
        ? " So it was before training: the way in which weights start decides it too."
        : "";
  }

  /** Whether the layers of one network respond more strongly than those of another. */
  private static Finding responses(Results results, String strong, String weak, String claim) {
    double decayed = results.sample(weak, DECAYED).mean();
    boolean tooShort = Double.isFinite(decayed) && decayed >= DECAYED_ENOUGH;
    Judgement judged =
        results.sample(strong, RESPONSE).minus(results.sample(weak, RESPONSE)).isPositive(LEAST);
    return new Finding(
        tooShort ? new Judgement(Outcome.UNDECIDED, judged.reason()) : judged,
        claim,
        "Median over the layers of the standard deviation of their responses: "
            + results.list(List.of(strong, weak), RESPONSE, 3)
            + "."
            + (tooShort ? tooShort(decayed) : ""));
  }

  private static String tooShort(double decayed) {
    return String.format(
        Locale.ROOT,
        " The training was too short for them to tell: they start at 1, of which weight decay alone"
            + " would leave %.3f; they count where that is below %.1f.",
        decayed,
        DECAYED_ENOUGH);
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> subjects = results.subjects();
    LineChart shares = LineChart.of("What each block adds").x("block").y("F(x) over x");
    return List.of(
        Element.figure(
            responses("Layer responses", results, subjects, RESPONSE),
            "In the order of the layers: He et al. 2015, Fig. 7, top."),
        Element.figure(
            Layers.draw(shares, results, subjects, SHARE).reference("as large as the input", 1),
            "Root mean square of F(x) over that of the shortcut."),
        Element.figure(
            responses("Layer responses, sorted", results, subjects, SORTED),
            "From the strongest to the weakest: Fig. 7, bottom."),
        Element.paragraph(
            "All of this was measured on "
                + IMAGES
                + " test images, or all if there are fewer, with normalisations that use the"
                + " statistics of these images, as in training, and not the running ones. A layer's"
                + " response then depends on the scales and shifts of its normalisation alone."
                + " Scales start at 1, and weight decay shrinks them step by step: only a long"
                + " training shows which ones a network needs. The line in the charts of the"
                + " responses is what weight decay alone leaves."),
        Table.of("Mean ± standard deviation over the seeds.", "network", results, subjects)
            .column(RESPONSE, 3)
            .column(DECAYED, 3)
            .column(SHARE, 3)
            .column(SHARE_AT_START, 3)
            .element());
  }

  private static LineChart responses(
      String title, Results results, List<String> subjects, String quantity) {
    LineChart chart = LineChart.of(title).x("layer").y("standard deviation");
    for (String subject : subjects) {
      results.curve(subject, quantity).ifPresent(c -> chart.series(subject, c.x(), c.y()));
    }
    return chart.reference(
        "what weight decay alone leaves", results.sample("resnet56", DECAYED).mean());
  }
}
