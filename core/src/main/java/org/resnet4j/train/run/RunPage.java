package org.resnet4j.train.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.evaluate.EvaluationPage;
import org.resnet4j.io.Json;
import org.resnet4j.report.Element;
import org.resnet4j.report.KeyFigure;
import org.resnet4j.report.LineChart;
import org.resnet4j.report.Page;

/** The report page of one run: results, learning curves, errors, and how to repeat it. */
public final class RunPage {
  private RunPage() {}

  /**
   * Writes {@code report.html} atomically.
   *
   * @param best the epoch with the best weights
   * @param validation the final weights on the validation images
   * @param test the best weights on held-out test images, or null if there are none
   * @param pictures from {@link org.resnet4j.evaluate.ExamplePictures}
   */
  public static void write(
      RunFolder folder,
      RunRecord record,
      List<EpochResult> history,
      EpochResult best,
      Evaluation validation,
      @Nullable Evaluation test,
      List<Element> pictures)
      throws IOException {
    RunSettings settings = record.settings();
    String word = settings.validationWord();
    EpochResult last = history.get(history.size() - 1);
    double seconds = history.stream().mapToDouble(EpochResult::seconds).sum();
    Evaluation shown = test == null ? validation : test;
    Page.titled(settings.model() + " on " + settings.data())
        .lead(
            "Trained for "
                + history.size()
                + " epochs ("
                + last.step()
                + " steps) with the recipe "
                + settings.recipe().name()
                + " in "
                + settings.precision()
                + ". "
                + chosen(history, best, validation, word)
                + (test == null
                    ? " The figures below are of the last epoch's weights on them."
                    : " The figures below are of these weights on "
                        + test.images()
                        + " held-out test images."))
        .figures(EvaluationPage.shares(shown))
        .figures(
            new KeyFigure(
                (test == null ? word : "test") + " loss", format("%.4f", shown.loss()), "nats"),
            new KeyFigure("training", format("%.1f", seconds / 60), "minutes"))
        .section(
            "Learning curves",
            Element.figure(
                curves(
                    "Error",
                    "error (%)",
                    word,
                    history,
                    r -> 100 - 100 * r.validationTop1(),
                    r -> 100 - 100 * r.trainTop1()),
                "Training errors are measured on augmented images while the weights change, so"
                    + " they may exceed the "
                    + word
                    + " errors."),
            Element.figure(
                curves(
                    "Loss",
                    "cross-entropy (nats)",
                    word,
                    history,
                    EpochResult::validationLoss,
                    EpochResult::trainLoss),
                settings.recipe().labelSmoothing() > 0
                    ? "The training loss includes label smoothing, which keeps it from zero."
                    : "Mean over the images."),
            Element.figure(
                LineChart.of("Learning rate")
                    .x("epoch")
                    .y("factor")
                    .series("rate", epochs(history), values(history, EpochResult::rate)),
                "The schedule's factor at the end of each epoch."))
        .section("Where the errors are", EvaluationPage.errors(shown))
        .section("Pictures", pictures)
        .section(
            "Repeat it",
            Element.command(record.command()),
            Element.settings(settings(record, last)),
            Element.paragraph("The recipe in full:"),
            Element.command(Json.pretty(settings.recipe())))
        .write(folder.report());
  }

  private static String chosen(
      List<EpochResult> history, EpochResult best, Evaluation validation, String word) {
    long equal = history.stream().filter(r -> r.validationTop1() == best.validationTop1()).count();
    return "The highest top-1 on the "
        + validation.images()
        + " "
        + word
        + " images is "
        + percent(best.validationTop1())
        + " %, "
        + (equal == 1
            ? "reached in epoch "
            : "reached in " + equal + " epochs, of which the one kept is number ")
        + best.epoch()
        + ": best.safetensors holds its weights.";
  }

  private static LineChart curves(
      String title,
      String unit,
      String word,
      List<EpochResult> history,
      ToDoubleFunction<EpochResult> validation,
      ToDoubleFunction<EpochResult> train) {
    return LineChart.of(title)
        .x("epoch")
        .y(unit)
        .series(word, epochs(history), values(history, validation))
        .dashed("training", epochs(history), values(history, train));
  }

  private static double[] epochs(List<EpochResult> history) {
    return values(history, EpochResult::epoch);
  }

  private static double[] values(List<EpochResult> history, ToDoubleFunction<EpochResult> value) {
    return history.stream().mapToDouble(value).toArray();
  }

  private static Map<String, String> settings(RunRecord record, EpochResult last) {
    RunSettings settings = record.settings();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("model", settings.model() + ", " + settings.options().input() + " pixels");
    rows.put("data", settings.data());
    FineTuning fineTuning = settings.fineTuning();
    if (fineTuning != null) {
      rows.put("fine-tuned from", fineTuning.weights());
      rows.put("frozen up to", fineTuning.freeze());
    }
    if (record.results() != null && record.results().unreadable() != null) {
      rows.put("unreadable pictures", record.results().unreadable() + ", replaced or left out");
    }
    rows.put("recipe", settings.recipe().name());
    rows.put("seed", String.valueOf(settings.seed()));
    rows.put(
        "computed on",
        settings.device() + " in " + settings.precision() + ", " + settings.threads() + " threads");
    rows.put("images per second", format("%.0f", last.imagesPerSecond()));
    rows.put("waiting for data", percent(last.waiting()) + " % of the time");
    rows.put("memory", last.residentMegabytes() + " MB");
    rows.put("started", record.started());
    rows.putAll(record.versions());
    rows.putAll(record.machine());
    return rows;
  }

  private static String percent(double share) {
    return format("%.2f", 100 * share);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
