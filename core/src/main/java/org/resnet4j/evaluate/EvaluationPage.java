package org.resnet4j.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.resnet4j.report.BarChart;
import org.resnet4j.report.ConfusionMatrix;
import org.resnet4j.report.Element;
import org.resnet4j.report.KeyFigure;
import org.resnet4j.report.LineChart;
import org.resnet4j.report.Page;

/** The page of one evaluation: accuracy, errors and calibration. */
public final class EvaluationPage {
  /** The most classes of a readable matrix; with more, the page lists the most confused pairs. */
  private static final int MATRIX_CLASSES = 100;

  /** From this number of classes on, the worst come first. */
  private static final int MANY_CLASSES = 25;

  private static final int PAIRS = 30;

  private final Evaluation evaluation;
  private final List<ClassResult> perClass;

  /** Two classes, and the number of images of one that were predicted as the other. */
  private record Pair(ClassResult truth, ClassResult predicted, long images) {}

  private EvaluationPage(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.perClass = evaluation.perClass();
  }

  /**
   * The page.
   *
   * @param what the model and the data, in one line
   * @param pictures as {@link ExamplePictures#of} gives them
   * @param settings on which the result depends further
   * @param command the words of the command line that repeats it
   */
  public static Page page(
      String title,
      String what,
      Evaluation evaluation,
      List<Element> pictures,
      Map<String, String> settings,
      List<String> command) {
    return Page.titled(title)
        .lead(what)
        .figures(shares(evaluation))
        .figures(
            new KeyFigure("loss", format("%.4f", evaluation.loss()), "nats"),
            new KeyFigure(
                "calibration error", percent(evaluation.calibration().expectedError()), "%"),
            new KeyFigure("speed", format("%.1f", evaluation.imagesPerSecond()), "images/s"))
        .section("Where the errors are", errors(evaluation))
        .section("Pictures", pictures)
        .section("Class by class", new EvaluationPage(evaluation).classes())
        .section("What its probabilities mean", calibration(evaluation.calibration()))
        .section("Repeat it", Element.command(command), Element.settings(settings));
  }

  /** Top-1, and top-5 where there is one. */
  public static KeyFigure[] shares(Evaluation evaluation) {
    KeyFigure top1 = new KeyFigure("top-1", percent(evaluation.top1()), "%");
    Double top5 = evaluation.top5();
    return top5 == null
        ? new KeyFigure[] {top1}
        : new KeyFigure[] {top1, new KeyFigure("top-5", percent(top5), "%")};
  }

  /** The confusion matrix, or the most confused pairs of classes where there are many. */
  public static List<Element> errors(Evaluation evaluation) {
    EvaluationPage report = new EvaluationPage(evaluation);
    int[] shown =
        IntStream.range(0, report.perClass.size())
            .filter(c -> report.perClass.get(c).images() + report.perClass.get(c).predicted() > 0)
            .toArray();
    List<Element> elements = new ArrayList<>();
    if (shown.length > MANY_CLASSES) {
      elements.add(report.pairs(shown));
    }
    if (shown.length <= MATRIX_CLASSES) {
      elements.add(report.matrix(shown));
    }
    return elements;
  }

  private Element matrix(int[] shown) {
    long[][] counts =
        IntStream.of(shown)
            .mapToObj(
                t -> IntStream.of(shown).mapToLong(p -> evaluation.confusion()[t][p]).toArray())
            .toArray(long[][]::new);
    List<String> names = IntStream.of(shown).mapToObj(evaluation.classes()::get).toList();
    return Element.matrix(
        ConfusionMatrix.of(names, counts),
        "Counts of images: true class by row, predicted class by column.");
  }

  private Element pairs(int[] shown) {
    List<Pair> pairs = new ArrayList<>();
    for (int t : shown) {
      for (int p : shown) {
        long images = evaluation.confusion()[t][p];
        if (t != p && images > 0) {
          pairs.add(new Pair(perClass.get(t), perClass.get(p), images));
        }
      }
    }
    pairs.sort(Comparator.comparingLong(Pair::images).reversed());
    return Element.table(
        "The most confused classes",
        List.of("true", "predicted", "images", "of this true class (%)"),
        pairs.stream()
            .limit(PAIRS)
            .map(
                pair ->
                    List.of(
                        pair.truth().label(),
                        pair.predicted().label(),
                        String.valueOf(pair.images()),
                        percent((double) pair.images() / pair.truth().images())))
            .toList());
  }

  private List<Element> classes() {
    List<ClassResult> rows = new ArrayList<>(perClass);
    rows.removeIf(row -> row.images() == 0 && row.predicted() == 0);
    boolean many = rows.size() > MANY_CLASSES;
    if (many) {
      rows.sort(Comparator.comparingDouble(ClassResult::recall));
    }
    return List.of(
        Element.paragraph(
            "Recall is the share of the images of a class that were given it, precision the share"
                + " of the images given it that belong to it."),
        Element.table(
            many ? "The lowest recall comes first" : "In the order of the network's logits",
            List.of("class", "images", "right", "recall (%)", "precision (%)"),
            rows.stream()
                .map(
                    row ->
                        List.of(
                            row.label(),
                            String.valueOf(row.images()),
                            String.valueOf(row.right()),
                            percent(row.recall()),
                            percent(row.precision())))
                .toList()));
  }

  private static List<Element> calibration(Reliability calibration) {
    double images = calibration.bins().stream().mapToLong(Reliability.Bin::images).sum();
    return List.of(
        Element.figure(
            LineChart.of("Reliability")
                .x("confidence")
                .y("accuracy")
                .series(
                    "network",
                    values(calibration, Reliability.Bin::confidence),
                    values(calibration, Reliability.Bin::accuracy))
                .dashed("perfect", new double[] {0, 1}, new double[] {0, 1}),
            "Images by confidence, the probability of the predicted class, in "
                + Reliability.BINS
                + " bins of equal width. Below the diagonal the network is overconfident. The"
                + " calibration error is the mean distance from it (Guo et al. 2017)."),
        Element.figure(
            BarChart.of(
                    "Confidence",
                    calibration.bins().stream().map(bin -> format("%.2f", bin.to())).toList())
                .x("confidence up to")
                .y("images (%)")
                .series("images", values(calibration, bin -> 100 * bin.images() / images)),
            "The share of the images in each bin."));
  }

  private static double[] values(Reliability calibration, ToDoubleFunction<Reliability.Bin> value) {
    return calibration.bins().stream().mapToDouble(value).toArray();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : format("%.2f", 100 * share);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
