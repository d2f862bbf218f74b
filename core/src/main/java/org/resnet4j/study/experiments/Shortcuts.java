package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Judgement;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.Sample.Term;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/** Variants of the shortcut: He et al. 2015, Table 3, and He et al. 2016, Table 1. */
final class Shortcuts implements Experiment {
  /** The smallest difference of error rates, in points, that counts. */
  private static final double LEAST = 0.5;

  private static final String SCALED = "cifar-scaled-shortcut";
  private static final String SCALED_BOTH = "cifar-scaled";
  private static final String GATED = "cifar-gated";
  private static final String GATED_SHORTCUT = "cifar-gated-shortcut";
  private static final String GATED_OPEN = "cifar-gated-shortcut-open";
  private static final String DROPPED = "cifar-dropout-shortcut";

  private static final Variant ORIGINAL = Variant.of("identity (A)", "resnet", "6.61");
  private static final Variant OPTION_B =
      new Variant(
          "projection (B)", "resnet", options -> options.withShortcut(Shortcut.PROJECTION), "");

  /** Option C of 2015 is the 1x1 shortcut of 2016: a projection in every block. */
  private static final Variant OPTION_C =
      new Variant(
          "1x1 in every block (C)",
          "resnet",
          options -> options.withShortcut(Shortcut.ALL_PROJECTION),
          "12.22");

  /** A shortcut of zero. */
  private static final Variant PLAIN = Variant.of("none (plain)", "plain", Variant.FAIL);

  private static final List<Variant> SCALINGS =
      List.of(
          Variant.of("shortcut x 0.5", SCALED, Variant.FAIL),
          Variant.of("both x 0.5", SCALED_BOTH, "12.35"));
  private static final List<Variant> GATES =
      List.of(
          Variant.of("exclusive gate, -6", GATED, "8.70"),
          Variant.of("shortcut gate, 0", GATED_SHORTCUT, "12.86"),
          Variant.of("shortcut gate, -6", GATED_OPEN, "6.91"));
  private static final Variant DROPOUT = Variant.of("dropout 0.5", DROPPED, Variant.FAIL);

  private static final List<Variant> OPTIONS = List.of(ORIGINAL, OPTION_B, OPTION_C);

  /** Top-1 errors of ResNet-34 and plain-34 on ImageNet, ten crops: He et al. 2015, Table 3. */
  private static final Map<String, String> IMAGENET =
      Map.of(
          ORIGINAL.name(), "25.03",
          OPTION_B.name(), "24.52",
          OPTION_C.name(), "24.19",
          PLAIN.name(), "28.54");

  private static final List<Variant> ALL =
      Stream.of(
              Stream.of(ORIGINAL, OPTION_B, OPTION_C, PLAIN),
              SCALINGS.stream(),
              GATES.stream(),
              Stream.of(DROPOUT))
          .flatMap(variants -> variants)
          .toList();

  @Override
  public String name() {
    return "shortcuts";
  }

  @Override
  public String title() {
    return "Shortcuts: is anything better than the identity?";
  }

  @Override
  public String question() {
    return "A shortcut could do more than hand its input on: scale it, gate it, drop parts of it or"
        + " convolve it. Does any of that help, and does it matter how a shortcut fits the channels"
        + " where their number changes?";
  }

  @Override
  public String source() {
    return "He et al. 2015, section 3.3 and Table 3; He et al. 2016, section 3 and Table 1";
  }

  @Override
  public List<Catalog.Entry> networks() {
    return List.of(
        CifarResNet.family(SCALED, Ablations.scaled(0.5, 1), false),
        CifarResNet.family(SCALED_BOTH, Ablations.scaled(0.5, 0.5), false),
        CifarResNet.family(GATED, Ablations.exclusiveGating(-6), false),
        CifarResNet.family(GATED_SHORTCUT, Ablations.shortcutOnlyGating(0), false),
        CifarResNet.family(GATED_OPEN, Ablations.shortcutOnlyGating(-6), false),
        CifarResNet.family(DROPPED, Ablations.shortcutDropout(0.5), false));
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return ALL.stream().map(variant -> variant.at(profile.variantDepth())).toList();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    return lab.learning(subjects(lab.settings().profile()));
  }

  @Override
  public Verdict verdict(Results results) {
    return Verdict.of(
        nothingGained(results, "Constant scaling", SCALINGS, TRAINING_ERROR),
        nothingGained(results, "A gate", GATES, TRAINING_ERROR),
        // Training images are seen through the dropout, so their error says nothing here.
        nothingGained(results, "Dropout", List.of(DROPOUT), TEST_ERROR),
        nothingGained(results, "A 1x1 convolution", List.of(OPTION_C), TRAINING_ERROR),
        optionsDiffer(results));
  }

  /** Whether the identity is no worse than each of some variants. */
  private static Finding nothingGained(
      Results results, String what, List<Variant> variants, String quantity) {
    List<String> better = new ArrayList<>();
    List<String> worse = new ArrayList<>();
    List<Judgement> noBetter = new ArrayList<>();
    for (Variant variant : variants) {
      Difference gain =
          results.sample(ORIGINAL.name(), quantity).minus(results.sample(variant.name(), quantity));
      switch (gain.isPositive(LEAST).outcome()) {
        case SEEN -> better.add(variant.name());
        case CONTRADICTED -> worse.add(variant.name());
        case UNDECIDED -> {}
      }
      noBetter.add( // What is worse gains nothing even if it has not learned.
          worse.contains(variant.name()) ? Judgement.of(Outcome.SEEN) : gain.isNotPositive(LEAST));
    }
    return new Finding(
        Judgement.all(noBetter.toArray(Judgement[]::new)),
        what + " on the shortcut gains nothing over the identity.",
        results.sentence(
                Stream.concat(Stream.of(ORIGINAL), variants.stream()).map(Variant::name).toList(),
                quantity,
                2)
            + (worse.isEmpty() ? "" : " Worse than the identity: " + String.join("; ", worse) + ".")
            + (better.isEmpty()
                ? ""
                : " Better than the identity: " + String.join("; ", better) + ".")
            + (better.isEmpty() || variants.size() == 1
                ? ""
                : " Each of the "
                    + variants.size()
                    + " variants is judged alone, so the chance that one of them seems better"
                    + " without being so is up to that many times larger."));
  }

  private static Finding optionsDiffer(Results results) {
    List<String> options =
        OPTIONS.stream()
            .map(Variant::name)
            .sorted(Comparator.comparingDouble(name -> results.sample(name, TEST_ERROR).mean()))
            .toList();
    Sample plain = results.sample(PLAIN.name(), TEST_ERROR);
    Sample worst = results.sample(options.get(2), TEST_ERROR);
    Sample best = results.sample(options.get(0), TEST_ERROR);
    return new Finding(
        // The plain network behind the worst, less the worst behind the best.
        Difference.of(new Term(1, plain), new Term(-2, worst), new Term(1, best)).isPositive(LEAST),
        "Shortcuts of options A, B and C differ by less than the plain network is behind the worst"
            + " of them.",
        String.format(
            Locale.ROOT,
            "From the best option to the worst the test error changes %s, from there to the plain"
                + " network %s. %s",
            worst.minus(best).points(),
            plain.minus(worst).points(),
            results.sentence(
                Stream.concat(OPTIONS.stream(), Stream.of(PLAIN)).map(Variant::name).toList(),
                TEST_ERROR,
                2)));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> options =
        Stream.of(ORIGINAL, OPTION_B, OPTION_C, PLAIN).map(Variant::name).toList();
    List<String> others =
        Stream.of(Stream.of(ORIGINAL, DROPOUT), SCALINGS.stream(), GATES.stream())
            .flatMap(variants -> variants)
            .map(Variant::name)
            .toList();
    int depth = settings.profile().variantDepth();
    Variant.Shown variants =
        Variant.show("Shortcuts at " + depth + " layers", results, settings, ALL);
    LineChart byOption =
        Learning.curves(
            "Options A, B, C and none", "error (%)", results, options, TEST_ERROR, TRAINING_ERROR);
    LineChart byOther =
        Learning.curves("Other shortcuts", TRAINING_ERROR, results, others, TRAINING_ERROR, "");
    LineChart.shareY(byOption, byOther);
    List<Element> shown = new ArrayList<>();
    shown.add(variants.chart());
    shown.add(Element.figure(byOption, "Test error (solid) and training error (dashed)."));
    shown.add(
        Element.figure(
            byOther,
            "Training error by epoch. That of dropout is measured with the dropout at work."));
    shown.add(variants.table());
    shown.add(
        Table.of("Options A, B and C as published for ImageNet.", "shortcut", results, options)
            .column(TEST_ERROR, 2)
            .column(
                "top-1 error of 34 layers on ImageNet, ten crops, published (%)",
                name -> IMAGENET.getOrDefault(name, ""))
            .element());
    shown.add(
        Element.paragraph(
            "A gate is a sigmoid of a 1x1 convolution, and the number is the bias it starts with: at"
                + " -6 it is almost shut. An exclusive gate multiplies the branch and leaves the"
                + " rest to the shortcut; a shortcut gate only weakens the shortcut, by half at 0"
                + " and hardly at -6. \"Fail\" is an error above 20 %. Dropout here"
                + " enlarges what it keeps, so that the expected scale of a shortcut stays 1; He et"
                + " al. 2016, section 3.1, explain the failure of theirs by an expected scale of"
                + " 0.5."));
    return shown;
  }
}
