package org.resnet4j.study.experiments;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.resnet4j.arch.block.Options;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.Element;
import org.resnet4j.study.Learning;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;

/**
 * A residual network with one thing changed, and how it did as ResNet-110 on CIFAR-10 in He et al.
 * 2016.
 *
 * @param name of the subject, whatever its depth
 * @param family the part of the network's name before its depth
 * @param change of the family's default options
 * @param published test error in percent, or {@link #FAIL}; empty if there is none
 */
record Variant(String name, String family, UnaryOperator<Options> change, String published) {
  /** A test error above 20 %: He et al. 2016, Table 1. */
  static final String FAIL = "fail";

  /** One with the defaults of its family. */
  static Variant of(String name, String family, String published) {
    return new Variant(name, family, UnaryOperator.identity(), published);
  }

  /** The network of that depth. */
  Subject at(int depth) {
    return Subject.of(family + depth).with(change).named(name);
  }

  /** Errors of variants as bars and as a table. */
  record Shown(Element chart, Element table) {}

  /**
   * Errors of variants as bars, and in a table beside the published ones, which are of ResNet-110
   * on CIFAR-10; the bars have those too where the images are the same.
   */
  static Shown show(String title, Results results, StudySettings settings, List<Variant> variants) {
    List<String> names = variants.stream().map(Variant::name).toList();
    BarChart chart = Learning.bars(title, results, names);
    if (settings.onCifar10()) {
      chart.series(
          "published test error of ResNet-110",
          variants.stream().mapToDouble(Variant::publishedError).toArray());
    }
    Map<String, String> published =
        variants.stream().collect(Collectors.toMap(Variant::name, Variant::published));
    return new Shown(
        Element.figure(
            chart, "After the last epoch; thin lines show the standard deviation over the seeds."),
        Learning.table(
                title
                    + ", after the last epoch; published are the test errors of ResNet-110 on"
                    + " CIFAR-10, medians of five runs (He et al. 2016).",
                results,
                names)
            .column(
                "published, ResNet-110 on CIFAR-10 (%)", name -> published.getOrDefault(name, ""))
            .element());
  }

  private double publishedError() {
    return published.isEmpty() || published.equals(FAIL)
        ? Double.NaN
        : Double.parseDouble(published);
  }
}
