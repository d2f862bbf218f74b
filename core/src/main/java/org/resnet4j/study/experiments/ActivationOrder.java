package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Judgement;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.Sample.Difference;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;

/** Where normalisation and ReLU stand in a block: He et al. 2016, section 4. */
final class ActivationOrder implements Experiment {
  /** The smallest difference of error rates, in points, that counts. */
  private static final double LEAST = 0.5;

  private static final Variant ORIGINAL = Variant.of("original", "resnet", "6.61");
  private static final Variant NORM_AFTER =
      Variant.of("BN after addition", "cifar-norm-after-addition", "8.17");
  private static final Variant RELU_BEFORE =
      Variant.of("ReLU before addition", "cifar-relu-before-addition", "7.84");
  private static final Variant RELU_ONLY =
      Variant.of("ReLU-only pre-activation", "cifar-relu-only", "6.71");
  private static final Variant FULL = Variant.of("full pre-activation", "cifar-preact", "6.37");

  /** He et al. 2016, Table 2. */
  private static final List<Variant> ALL =
      List.of(ORIGINAL, NORM_AFTER, RELU_BEFORE, RELU_ONLY, FULL);

  private static final List<Variant> GROWING = List.of(ORIGINAL, FULL);

  @Override
  public String name() {
    return "activation-order";
  }

  @Override
  public String title() {
    return "Activation order: what may follow the addition?";
  }

  @Override
  public String question() {
    return "In the first residual networks a ReLU follows each addition, so the shortcut is not"
        + " quite a straight way through. Is it better to normalise and activate before the"
        + " convolutions of the branch, and does that matter more the deeper the network is?";
  }

  @Override
  public String source() {
    return "He et al. 2016, section 4, Fig. 4, Tables 2 and 3";
  }

  @Override
  public List<Catalog.Entry> networks() {
    return List.of(
        CifarResNet.family(NORM_AFTER.family(), Ablations::normAfterAddition, false),
        CifarResNet.family(RELU_BEFORE.family(), Ablations::reluBeforeAddition, false),
        CifarResNet.family(RELU_ONLY.family(), Ablations::reluOnlyPreActivation, true));
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    int depth = profile.variantDepth();
    return Stream.concat(
            ALL.stream().map(variant -> variant.at(depth)),
            Stream.of(20, depth, 56)
                .distinct()
                .sorted()
                .flatMap(
                    layers ->
                        GROWING.stream()
                            .map(variant -> variant.at(layers).named(kind(variant) + layers))))
        .toList();
  }

  /** The prefix of a variant's name at growing depth, followed by the depth. */
  private static String kind(Variant variant) {
    return variant.name() + " ";
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    return lab.learning(subjects(lab.settings().profile()));
  }

  @Override
  public Verdict verdict(Results results) {
    return Verdict.of(
        new Finding(
            behind(results, NORM_AFTER).isPositive(LEAST),
            "Normalising after the addition is worse than the original order of a residual block.",
            evidence(results, NORM_AFTER)),
        new Finding(
            behind(results, RELU_BEFORE).isPositive(LEAST),
            "A ReLU at the end of the branch, before the addition, is worse than the original order"
                + " of a residual block.",
            evidence(results, RELU_BEFORE)),
        new Finding(
            behind(results, FULL).isNotPositive(LEAST),
            "Full pre-activation is no worse than the original order of a residual block.",
            evidence(results, FULL)),
        growth(results));
  }

  /** The test error of a variant minus the original's. */
  private static Difference behind(Results results, Variant variant) {
    return behind(results, variant.name(), ORIGINAL.name());
  }

  private static Difference behind(Results results, String subject, String original) {
    return results.sample(subject, TEST_ERROR).minus(results.sample(original, TEST_ERROR));
  }

  private static String evidence(Results results, Variant variant) {
    return Learning.errors(results, List.of(ORIGINAL.name(), variant.name()));
  }

  private static Finding growth(Results results) {
    DepthSeries original = new DepthSeries(results, kind(ORIGINAL));
    DepthSeries full = new DepthSeries(results, kind(FULL));
    String from = full.shallowest().substring(kind(FULL).length());
    String to = full.deepest().substring(kind(FULL).length());
    Difference shallow = behind(results, full.shallowest(), original.shallowest());
    Difference deep = behind(results, full.deepest(), original.deepest());
    Judgement advantage = deep.isNegative(LEAST);
    return new Finding(
        Judgement.all(advantage, original.changeBeyond(full, TEST_ERROR).isPositive(LEAST)),
        String.format(
            Locale.ROOT,
            "The advantage of full pre-activation over the original order grows from %s to %s"
                + " layers.",
            from,
            to),
        String.format(
            Locale.ROOT,
            "From the original to full pre-activation the test error changes %s at %s layers and %s at"
                + " %s.%s %s %s",
            shallow.points(),
            from,
            deep.points(),
            to,
            advantage.isSeen() ? "" : " At " + to + " layers no advantage is sure.",
            original.list(TEST_ERROR),
            full.list(TEST_ERROR)));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> names = ALL.stream().map(Variant::name).toList();
    LineChart byDepth =
        DepthSeries.chart(
            results, TEST_ERROR, GROWING.stream().map(ActivationOrder::kind).toList());
    if (settings.onCifar10()) {
      byDepth
          .reference("original, 110 layers, published", 6.61)
          .reference("pre-activation, 110 layers, published", 6.37);
    }
    Variant.Shown variants =
        Variant.show(
            "Orders at " + settings.profile().variantDepth() + " layers", results, settings, ALL);
    List<Element> shown = new ArrayList<>();
    shown.add(variants.chart());
    shown.add(Element.figure(byDepth, "Test error after the last epoch."));
    shown.add(
        Element.figure(
            Learning.curves("Five orders", "error (%)", results, names, TEST_ERROR, TRAINING_ERROR),
            "Test error (solid) and training error (dashed)."));
    shown.add(variants.table());
    shown.add(
        Learning.table(
                "The original and full pre-activation at growing depth.",
                results,
                GROWING.stream()
                    .flatMap(v -> new DepthSeries(results, kind(v)).subjects().stream())
                    .toList())
            .element());
    shown.add(
        Element.paragraph(
            "Published for CIFAR-10, original and full pre-activation: 110 layers 6.61 and 6.37 %,"
                + " 164 layers (bottlenecks) 5.93 and 5.46, 1001 layers (bottlenecks) 7.61 and 4.92:"
                + " the advantage is small until a network is very deep. The ReLU-only network here"
                + " ends in a normalisation and a ReLU, as with full pre-activation; the paper adds"
                + " only an activation behind the last addition."));
    return shown;
  }
}
