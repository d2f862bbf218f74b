package org.resnet4j.study.experiments;

import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Options;
import org.resnet4j.arch.Options.StrideOn;
import org.resnet4j.arch.Shortcut;
import org.resnet4j.report.Element;
import org.resnet4j.study.Cost;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.Lab;
import org.resnet4j.study.Profile;
import org.resnet4j.study.Results;
import org.resnet4j.study.StudySettings;
import org.resnet4j.study.Subject;
import org.resnet4j.study.Table;
import org.resnet4j.study.Verdict;
import org.resnet4j.study.Verdict.Finding;
import org.resnet4j.study.Verdict.Outcome;

/** Computed parameters and multiply-adds of the catalog beside the published ones. */
final class Audit implements Experiment {
  private static final String PRINTED = ", published";

  /**
   * A published number and the network that it belongs to.
   *
   * @param unit of the published number: 1 for an exact count
   * @param digits how far a computed number may be from it, in units: half a digit of print
   * @param slip why it cannot be right, or an empty text
   */
  private record Published(
      String name,
      String model,
      UnaryOperator<Options> change,
      String quantity,
      double value,
      double unit,
      double digits,
      String source,
      String slip) {}

  private static final String TORCHVISION = "torchvision's documentation";
  private static final String TABLE_1 = "He et al. 2015, Table 1";

  private static final List<Published> ALL = published();

  private static List<Published> published() {
    List<Published> all = new ArrayList<>();
    // He et al. 2015, Table 6, print 0.27M to 1.7M and 19.4M.
    exact(all, "resnet20", 0.27, 0.005, 1e6, "He et al. 2015, Table 6");
    exact(all, "resnet32", 0.46, 0.005, 1e6, "He et al. 2015, Table 6");
    exact(all, "resnet44", 0.66, 0.005, 1e6, "He et al. 2015, Table 6");
    exact(all, "resnet56", 0.85, 0.005, 1e6, "He et al. 2015, Table 6");
    exact(all, "resnet110", 1.7, 0.05, 1e6, "He et al. 2015, Table 6");
    exact(all, "resnet1202", 19.4, 0.05, 1e6, "He et al. 2015, Table 6");
    exact(all, "resnet18", 11_689_512, 0, 1, TORCHVISION);
    exact(all, "resnet34", 21_797_672, 0, 1, TORCHVISION);
    exact(all, "resnet50", 25_557_032, 0, 1, TORCHVISION);
    exact(all, "resnet101", 44_549_160, 0, 1, TORCHVISION);
    exact(all, "resnet152", 60_192_808, 0, 1, TORCHVISION);
    exact(all, "resnext50_32x4d", 25_028_904, 0, 1, TORCHVISION);
    exact(all, "wide_resnet50_2", 68_883_240, 0, 1, TORCHVISION);
    exact(all, "vgg16", 138_357_544, 0, 1, TORCHVISION);
    exact(all, "vgg16-bn", 138_365_992, 0, 1, TORCHVISION);
    exact(all, "googlenet", 6_624_904, 0, 1, TORCHVISION + ", without side classifiers");
    UnaryOperator<Options> optionA =
        o -> o.withShortcut(Shortcut.ZERO_PADDING).withStrideOn(StrideOn.CONV3X3);
    UnaryOperator<Options> original = o -> o.withStrideOn(StrideOn.CONV1X1);
    work(all, "resnet18", optionA, 1.8, TABLE_1, "");
    work(all, "resnet34", optionA, 3.6, TABLE_1, "");
    work(all, "plain34", UnaryOperator.identity(), 3.6, "He et al. 2015, section 3.3", "");
    work(all, "resnet50", original, 3.8, TABLE_1, "cut and not rounded");
    work(all, "resnet101", original, 7.6, TABLE_1, "");
    work(all, "resnet152", original, 11.3, TABLE_1, "");
    work(
        all,
        "vgg16",
        UnaryOperator.identity(),
        15.3,
        TABLE_1,
        "without its linear layers, which add 0.12");
    work(all, "vgg19", UnaryOperator.identity(), 19.6, "He et al. 2015, section 3.3", "");
    return List.copyOf(all);
  }

  private static void exact(
      List<Published> all, String model, double value, double digits, double unit, String source) {
    all.add(
        new Published(
            model,
            model,
            UnaryOperator.identity(),
            PARAMETERS,
            value * unit,
            unit,
            digits,
            source,
            ""));
  }

  private static void work(
      List<Published> all,
      String model,
      UnaryOperator<Options> change,
      double billions,
      String source,
      String slip) {
    all.add(
        new Published(
            model + ", multiply-adds",
            model,
            change,
            MULTIPLY_ADDS,
            billions * 1000,
            1000,
            0.05,
            source,
            slip));
  }

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String title() {
    return "Audit: do the published counts follow from the published shapes?";
  }

  @Override
  public String question() {
    return "Parameters and multiply-adds follow from a network's description. Do those of the"
        + " catalog agree with the published ones, and which printed numbers cannot be right?";
  }

  @Override
  public String source() {
    return "He et al. 2015, Tables 1 and 6; torchvision's model documentation";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return List.of();
  }

  @Override
  public Results measure(Lab lab) {
    Results.Recorder recorder = new Results.Recorder();
    for (Published number : ALL) {
      Cost.record(number.name(), lab.catalog().build(number.model(), number.change()), recorder);
      recorder.value(number.name(), number.quantity() + PRINTED, 0, number.value());
    }
    for (Catalog.Entry entry : lab.catalog().entries()) {
      if (!entry.isFamily()) {
        Cost.record(own(entry.name()), lab.catalog().build(entry.name()), recorder);
      }
    }
    return recorder.results();
  }

  private static String own(String network) {
    return "catalog: " + network;
  }

  @Override
  public Verdict verdict(Results results) {
    return Verdict.of(
        finding(
            results,
            PARAMETERS,
            "The parameters of the catalog are the published ones, but for known slips of print."),
        finding(
            results,
            MULTIPLY_ADDS,
            "The multiply-adds of the catalog are the published ones, but for known slips of print."));
  }

  private static Finding finding(Results results, String quantity, String claim) {
    List<String> apart = new ArrayList<>();
    List<String> slips = new ArrayList<>();
    List<Published> own = ALL.stream().filter(n -> n.quantity().equals(quantity)).toList();
    for (Published number : own) {
      if (!agrees(results, number)) {
        String text =
            number.model()
                + " has "
                + results.sample(number.name(), quantity).text(0)
                + ", published "
                + results.sample(number.name(), quantity + PRINTED).text(0);
        if (number.slip().isEmpty()) {
          apart.add(text);
        } else {
          slips.add(text + " (" + number.slip() + ")");
        }
      }
    }
    return new Finding(
        apart.isEmpty() ? Outcome.SEEN : Outcome.CONTRADICTED,
        claim,
        (own.size() - apart.size() - slips.size())
            + " of "
            + own.size()
            + " agree to the last printed digit."
            + (slips.isEmpty() ? "" : " Known slips of print: " + String.join("; ", slips) + ".")
            + (apart.isEmpty() ? "" : " Apart: " + String.join("; ", apart) + "."));
  }

  private static boolean agrees(Results results, Published number) {
    double computed = results.sample(number.name(), number.quantity()).mean();
    return Math.abs(computed - number.value()) <= number.digits() * number.unit();
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<Element> shown = new ArrayList<>();
    for (String quantity : List.of(PARAMETERS, MULTIPLY_ADDS)) {
      List<Published> own = ALL.stream().filter(n -> n.quantity().equals(quantity)).toList();
      shown.add(
          Table.of(
                  "Computed beside published: " + quantity + ".",
                  "network",
                  results,
                  own.stream().map(Published::name).toList())
              .column(quantity, 0)
              .column("published", s -> results.sample(s, quantity + PRINTED).text(0))
              .column("agrees", s -> agrees(results, of(s)) ? "yes" : "no")
              .column("source", s -> of(s).source())
              .element());
    }
    shown.add(
        Element.paragraph(
            "Known slips of print: ResNet-50 has 3.86 billion multiply-adds with the stride on the"
                + " 1x1 convolution, printed as 3.8, cut and not rounded; VGG-16's 15.3 leaves out its linear"
                + " layers, which add 0.12. For GoogLeNet see the experiment inception."));
    shown.add(
        Table.of(
                "Every network of the catalog at its own image size.",
                "network",
                results,
                results.subjects().stream().filter(s -> s.startsWith(own(""))).toList())
            .column(PARAMETERS, 0)
            .column(MULTIPLY_ADDS, 1)
            .element());
    return shown;
  }

  private static Published of(String name) {
    return ALL.stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }
}
