package org.resnet4j.study.experiments;

import static org.resnet4j.study.Learning.TEST_ERROR;
import static org.resnet4j.study.Learning.TRAINING_ERROR;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.resnet4j.report.Element;
import org.resnet4j.report.LineChart;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Verdict;

/** VGG-style stacks made deeper: He et al. 2015, section 1, of the networks of 2014. */
final class VggDepth implements Experiment {
  private static final String VGG = "cifar-vgg";

  /** About as deep as VGG-11, VGG-19, ResNet-34 and ResNet-56; 3n + 1 layers. */
  private static final List<Integer> DEPTHS = List.of(10, 19, 37, 55);

  @Override
  public String name() {
    return "vgg-depth";
  }

  @Override
  public String title() {
    return "VGG: how deep can a plain stack become?";
  }

  @Override
  public String question() {
    return "The VGG networks got better by stacking more 3x3 convolutions, up to 19 layers. What if"
        + " one keeps stacking: does a stack of 55 layers fit its training images better than one"
        + " of 10?";
  }

  @Override
  public String source() {
    return "Simonyan and Zisserman 2014, section 4.1, Table 3 (the error saturates at 19 layers);"
        + " He et al. 2015, section 1, Fig. 1";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return DEPTHS.stream().map(depth -> Subject.of(VGG + depth)).toList();
  }

  @Override
  public Results measure(Lab lab) throws IOException {
    return lab.learning(subjects(lab.settings().profile()));
  }

  @Override
  public Verdict verdict(Results results) {
    DepthSeries vgg = new DepthSeries(results, VGG);
    return Verdict.of(
        vgg.degrades("The deepest VGG stack has a higher training error than the shallowest."),
        vgg.isOptimisation("What the deepest VGG stack loses is optimisation, not over-fitting."));
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    DepthSeries vgg = new DepthSeries(results, VGG);
    LineChart byDepth = LineChart.of("Error by depth").x("layers").y("error (%)");
    Stream.of(TRAINING_ERROR, TEST_ERROR)
        .forEach(quantity -> vgg.addTo(byDepth, quantity.replace(" error (%)", ""), quantity));
    return List.of(
        Element.figure(
            byDepth,
            "After the last epoch. Where both curves rise, depth hinders the learning itself; where"
                + " only the test error rises, the network over-fits."),
        Element.figure(
            Learning.curves(
                "VGG stacks", "error (%)", results, vgg.subjects(), TEST_ERROR, TRAINING_ERROR),
            "Test error (solid) and training error (dashed)."),
        Learning.table("After the last epoch.", results, vgg.subjects()).element(),
        Element.paragraph(
            "Each stack has three stages of 3x3 convolutions with 16, 32 and 64 channels, batch"
                + " normalisation and max pooling between the stages, and one linear layer. VGG"
                + " itself had neither normalisation nor so few channels; on ImageNet, trained and"
                + " tested at one size, its top-1 error was 29.6 % with 11 layers, 28.7 with 13,"
                + " 27.0 with 16 and 27.3 with 19."));
  }
}
