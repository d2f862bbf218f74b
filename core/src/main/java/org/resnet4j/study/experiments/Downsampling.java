package org.resnet4j.study.experiments;

import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;
import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;
import static org.resnet4j.study.experiments.StepCost.STEP;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.arch.block.Blocks;
import org.resnet4j.arch.block.Options.StrideOn;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.Element;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/** Ways to halve a feature map: He et al. 2015, section 3.3, a convolution of stride 2. */
final class Downsampling implements Experiment {
  /** The smallest difference of error rates, in points, that counts. */
  private static final double LEAST = 0.5;

  /** Its published test error on CIFAR-10: He et al. 2015, Table 6. */
  private static final double RESNET_20 = 8.75;

  private static final String POOLED_FAMILY = "cifar-pooled";

  private static final Subject STRIDE = Subject.of("resnet20").named("stride 2");
  private static final Subject POOLED = Subject.of(POOLED_FAMILY + 20).named("max pooling");
  private static final Subject ON_3X3 =
      Subject.of("cifar-bottleneck29").named("bottleneck, stride on 3x3");
  private static final Subject ON_1X1 =
      Subject.of("cifar-bottleneck29")
          .with(options -> options.withStrideOn(StrideOn.CONV1X1))
          .named("bottleneck, stride on 1x1");
  private static final List<Subject> ALL = List.of(STRIDE, POOLED, ON_3X3, ON_1X1);

  @Override
  public String name() {
    return "downsampling";
  }

  @Override
  public String title() {
    return "Downsampling: a stride instead of a pooling";
  }

  @Override
  public String question() {
    return "VGG halves its feature maps by max pooling, a residual network by convolutions that move"
        + " two pixels at a time. What does either cost, and does it matter which convolution of a"
        + " bottleneck has the stride?";
  }

  @Override
  public String source() {
    return "He et al. 2015, section 3.3 (\"downsampling directly by convolutional layers that have a"
        + " stride of 2\") and Table 1, stride on the 1x1; torchvision's documentation of"
        + " ResNet-50, stride on the 3x3 (\"ResNet V1.5\")";
  }

  @Override
  public List<Catalog.Entry> networks() {
    return List.of(CifarResNet.family(POOLED_FAMILY, Ablations.pooled(Blocks::basic), false));
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return ALL;
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    return lab.learning(ALL).and(lab.cost(ALL)).and(StepCost.inTurns(lab, lab.data().train(), ALL));
  }

  @Override
  public Verdict verdict(Results results) {
    double on3x3 = results.ratio(ON_3X3.name(), ON_1X1.name(), MULTIPLY_ADDS);
    return Verdict.of(
        new Finding(
            results
                .sample(STRIDE.name(), TEST_ERROR)
                .minus(results.sample(POOLED.name(), TEST_ERROR))
                .isNotPositive(LEAST),
            "A stride of 2 in place of max pooling costs a residual network no accuracy.",
            Learning.errors(results, List.of(STRIDE.name(), POOLED.name()))),
        new Finding(
            on3x3 > 1 ? Outcome.SEEN : Outcome.CONTRADICTED,
            "In a bottleneck a stride on the 3x3 needs more computation than one on the 1x1.",
            String.format(
                Locale.ROOT,
                "With the stride on the 3x3 the first 1x1 works on the whole map: %.2f times the"
                    + " multiply-adds, the same %s parameters, and a training step that takes %s"
                    + " times as long.",
                on3x3,
                results.sample(ON_3X3.name(), PARAMETERS).text(0),
                StepCost.ratio(results, ON_3X3.name(), ON_1X1.name()).text(2))),
        new Finding(
            results
                .sample(ON_1X1.name(), TEST_ERROR)
                .minus(results.sample(ON_3X3.name(), TEST_ERROR))
                .isPositive(LEAST),
            "In a bottleneck a stride on the 3x3 gives a lower test error than one on the 1x1, which"
                + " never looks at three pixels of four.",
            Learning.errors(results, List.of(ON_3X3.name(), ON_1X1.name()))));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<String> names = ALL.stream().map(Subject::name).toList();
    BarChart errors = Learning.bars("Error", results, names);
    if (settings.onCifar10()) {
      errors.reference("ResNet-20, test, published after 164 epochs", RESNET_20);
    }
    return List.of(
        Element.figure(
            errors, "After the last epoch; thin lines show the standard deviation over the seeds."),
        Element.figure(
            Learning.curves("Learning", "error (%)", results, names, TEST_ERROR, TRAINING_ERROR),
            "Test error (solid) and training error (dashed)."),
        Learning.table("After the last epoch; published after 164 epochs.", results, names)
            .column(
                "published test error on CIFAR-10 (%)",
                name -> name.equals(STRIDE.name()) ? String.valueOf(RESNET_20) : "")
            .element(),
        Table.of("What it costs. " + StepCost.CAPTION, "network", results, names)
            .column(PARAMETERS, 0)
            .column(MULTIPLY_ADDS, 1)
            .column(STEP, 1)
            .element(),
        Element.paragraph(
            "The first two networks have 20 layers of basic blocks, the others 29 layers of"
                + " bottlenecks. The pooling takes the larger of 2 by 2 values in front of a block"
                + " whose map is to be halved, so the shortcut, too, carries what was pooled. All"
                + " convolutions of the block then give the smaller map, as with a stride, so the"
                + " multiply-adds are the same; VGG pools behind convolutions on the larger map,"
                + " which cost more."));
  }
}
