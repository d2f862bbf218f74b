package org.resnet4j.study.experiments;

import static org.resnet4j.study.Cost.MULTIPLY_ADDS;
import static org.resnet4j.study.Cost.PARAMETERS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Options.StrideOn;
import org.resnet4j.arch.block.Shortcut;
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

  /** Ends the name under which a network stands as a paper describes it. */
  private static final String AS_PRINTED = ", multiply-adds";

  /**
   * A published number and its network.
   *
   * @param unit of the published number: 1 for an exact count
   * @param digits how far a computed number may be from it, in units: half a digit of print
   * @param known the computed number where it is known to differ, else NaN
   * @param why it differs, or an empty text
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
      double known,
      String why) {

    private boolean agrees(Results results) {
      return isWithin(results, value, digits * unit);
    }

    /** Whether it differs by the known amount. */
    private boolean isKnown(Results results) {
      return !agrees(results) && isWithin(results, known, KNOWN_WITHIN);
    }

    private boolean isWithin(Results results, double expected, double distance) {
      return Math.abs(results.sample(name, quantity).mean() - expected) <= distance;
    }
  }

  private static final String TORCHVISION = "torchvision's documentation";
  private static final String TABLE_1 = "He et al. 2015, Table 1";
  private static final String TABLE_6 = "He et al. 2015, Table 6";

  /** Numbers that are known to differ are given in whole millions. */
  private static final double KNOWN_WITHIN = 0.5;

  private static final List<Published> ALL = published();

  private static List<Published> published() {
    List<Published> all = new ArrayList<>();
    // He et al. 2015, Table 6, print 0.27M to 1.7M and 19.4M.
    parameters(all, "resnet20", 0.27, 0.005, 1e6, TABLE_6);
    parameters(all, "resnet32", 0.46, 0.005, 1e6, TABLE_6);
    parameters(all, "resnet44", 0.66, 0.005, 1e6, TABLE_6);
    parameters(all, "resnet56", 0.85, 0.005, 1e6, TABLE_6);
    parameters(all, "resnet110", 1.7, 0.05, 1e6, TABLE_6);
    parameters(all, "resnet1202", 19.4, 0.05, 1e6, TABLE_6);
    parameters(all, "resnet18", 11_689_512, 0, 1, TORCHVISION);
    parameters(all, "resnet34", 21_797_672, 0, 1, TORCHVISION);
    parameters(all, "resnet50", 25_557_032, 0, 1, TORCHVISION);
    parameters(all, "resnet101", 44_549_160, 0, 1, TORCHVISION);
    parameters(all, "resnet152", 60_192_808, 0, 1, TORCHVISION);
    parameters(all, "resnext50_32x4d", 25_028_904, 0, 1, TORCHVISION);
    parameters(all, "wide_resnet50_2", 68_883_240, 0, 1, TORCHVISION);
    parameters(all, "resnext101_32x8d", 88_791_336, 0, 1, TORCHVISION);
    parameters(all, "resnext101_64x4d", 83_455_272, 0, 1, TORCHVISION);
    parameters(all, "wide_resnet101_2", 126_886_696, 0, 1, TORCHVISION);
    parameters(all, "vgg11", 132_863_336, 0, 1, TORCHVISION);
    parameters(all, "vgg13", 133_047_848, 0, 1, TORCHVISION);
    parameters(all, "vgg16", 138_357_544, 0, 1, TORCHVISION);
    parameters(all, "vgg19", 143_667_240, 0, 1, TORCHVISION);
    parameters(all, "vgg11-bn", 132_868_840, 0, 1, TORCHVISION);
    parameters(all, "vgg13-bn", 133_053_736, 0, 1, TORCHVISION);
    parameters(all, "vgg16-bn", 138_365_992, 0, 1, TORCHVISION);
    parameters(all, "vgg19-bn", 143_678_248, 0, 1, TORCHVISION);
    parameters(all, "googlenet", 6_624_904, 0, 1, TORCHVISION + ", without side classifiers");
    UnaryOperator<Options> optionA =
        o -> o.withShortcut(Shortcut.ZERO_PADDING).withStrideOn(StrideOn.CONV3X3);
    UnaryOperator<Options> original = o -> o.withStrideOn(StrideOn.CONV1X1);
    UnaryOperator<Options> same = UnaryOperator.identity();
    work(all, "resnet18", optionA, 1.8, TABLE_1);
    work(all, "resnet34", optionA, 3.6, TABLE_1);
    work(all, "plain34", same, 3.6, "He et al. 2015, section 3.3");
    work(
        all,
        "resnet50",
        original,
        3.8,
        TABLE_1,
        3858,
        "3,858 seems to be cut to 3,800, not rounded");
    work(all, "resnet101", original, 7.6, TABLE_1);
    work(all, "resnet152", original, 11.3, TABLE_1);
    work(
        all,
        "vgg16",
        same,
        15.3,
        "He et al. 2015, section 4.1",
        15_470,
        "its linear layers, 124 million, seem to be left out, though VGG-19's 19,600 has them");
    work(all, "vgg19", same, 19.6, "He et al. 2015, sections 3.3 and 4.1");
    return List.copyOf(all);
  }

  private static void parameters(
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
            Double.NaN,
            ""));
  }

  private static void work(
      List<Published> all,
      String model,
      UnaryOperator<Options> change,
      double billions,
      String source) {
    work(all, model, change, billions, source, Double.NaN, "");
  }

  private static void work(
      List<Published> all,
      String model,
      UnaryOperator<Options> change,
      double billions,
      String source,
      double known,
      String why) {
    all.add(
        new Published(
            model + AS_PRINTED,
            model,
            change,
            MULTIPLY_ADDS,
            billions * 1000,
            1000,
            0.05,
            source,
            known,
            why));
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
        + " catalog agree with the published ones, and where they do not, why?";
  }

  @Override
  public String source() {
    return "He et al. 2015, Tables 1 and 6, sections 3.3 and 4.1; torchvision's model documentation";
  }

  @Override
  public List<Subject> subjects(Profile profile) {
    return List.of();
  }

  @Override
  public Results measure(Lab lab) {
    Results.Recorder recorder = new Results.Recorder();
    for (Catalog.Entry entry : lab.catalog().entries()) {
      if (!entry.isFamily()) {
        Cost.record(entry.name(), lab.catalog().build(entry.name()), recorder);
      }
    }
    for (Published number : ALL) {
      if (number.name().endsWith(AS_PRINTED)) {
        Cost.record(number.name(), lab.catalog().build(number.model(), number.change()), recorder);
      }
      recorder.value(number.name(), number.quantity() + PRINTED, 0, number.value());
    }
    return recorder.results();
  }

  @Override
  public Verdict verdict(Results results) {
    return Verdict.of(
        finding(results, PARAMETERS, "parameters"),
        finding(results, MULTIPLY_ADDS, "multiply-adds"));
  }

  private static Finding finding(Results results, String quantity, String what) {
    List<Published> own = of(quantity);
    List<Published> known = own.stream().filter(n -> n.isKnown(results)).toList();
    List<Published> apart =
        own.stream().filter(n -> !n.agrees(results) && !n.isKnown(results)).toList();
    boolean hasKnown = own.stream().anyMatch(n -> !n.why().isEmpty());
    return new Finding(
        apart.isEmpty() ? Outcome.SEEN : Outcome.CONTRADICTED,
        String.format(
            Locale.ROOT,
            "The %s of %d networks of the catalog are the published ones%s.",
            what,
            own.size(),
            hasKnown ? ", but for known differences" : ""),
        (own.size() - apart.size() - known.size())
            + " of "
            + own.size()
            + " agree to the last printed digit."
            + list(
                " Known differences of " + quantity + ": ",
                known,
                n -> text(results, n) + " (" + n.why() + ")")
            + list(" Apart in " + quantity + ": ", apart, n -> text(results, n)));
  }

  private static String list(
      String start, List<Published> numbers, Function<Published, String> text) {
    return numbers.isEmpty()
        ? ""
        : numbers.stream().map(text).collect(Collectors.joining("; ", start, "."));
  }

  private static String text(Results results, Published number) {
    return number.model()
        + " has "
        + results.sample(number.name(), number.quantity()).text(0)
        + ", published "
        + results.sample(number.name(), number.quantity() + PRINTED).text(0);
  }

  private static List<Published> of(String quantity) {
    return ALL.stream().filter(n -> n.quantity().equals(quantity)).toList();
  }

  @Override
  public List<Element> show(Results results, StudySettings settings) {
    List<Element> shown = new ArrayList<>();
    for (String quantity : List.of(PARAMETERS, MULTIPLY_ADDS)) {
      List<Published> own = of(quantity);
      shown.add(
          Table.of(
                  "Computed beside published: " + quantity + ".",
                  "network",
                  results,
                  own.stream().map(Published::name).toList())
              .column(quantity, 0)
              .column("published", s -> results.sample(s, quantity + PRINTED).text(0))
              .column("agrees", s -> agreement(results, named(s)))
              .column("source", s -> named(s).source())
              .element());
    }
    shown.add(
        Element.paragraph(
            "ResNet-18 and ResNet-34 are computed with option A, the deeper ones with the stride on"
                + " the 1x1 convolution, as in the paper. For GoogLeNet's Table 1 see the"
                + " experiment inception."));
    shown.add(
        Table.of(
                "Every network of the catalog at its own image size.",
                "network",
                results,
                results.subjects().stream().filter(s -> !s.endsWith(AS_PRINTED)).toList())
            .column(PARAMETERS, 0)
            .column(MULTIPLY_ADDS, 1)
            .element());
    return shown;
  }

  private static Published named(String name) {
    return ALL.stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  private static String agreement(Results results, Published number) {
    return number.agrees(results) ? "yes" : number.isKnown(results) ? "known difference" : "no";
  }
}
