package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.image.Filter;
import org.resnet4j.infer.Evaluation;
import org.resnet4j.infer.EvaluationReport;
import org.resnet4j.infer.Model;
import org.resnet4j.infer.PreciseBatchNorm;
import org.resnet4j.infer.Views;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet evaluate}: how right trained weights are on a data set's test images. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measure trained weights on the test images of a data set.")
final class EvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--weights",
      required = true,
      description = "A best.safetensors of a run, or an embedded name (resnet20-cifar10).")
  private String weights = "";

  @Option(
      names = "--batch-size",
      defaultValue = "250",
      description = "Images at once (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--augment",
      defaultValue = "none",
      description =
          "none, flip, ten-crop or multi-scale: average the probabilities over views of each image"
              + " (default: ${DEFAULT-VALUE}).")
  private String augment = "none";

  @Option(
      names = "--precise-bn",
      paramLabel = "N",
      description = "First estimate the statistics of batch normalisation on N training images.")
  private @Nullable Integer preciseBn;

  @Option(names = "--report", paramLabel = "FILE", description = "Write an HTML page.")
  private @Nullable Path report;

  @Mixin private DataFlags data = new DataFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() throws IOException {
    Views views = Views.named(augment);
    if (data.limitTrain() != 0 && preciseBn == null) {
      throw new IllegalArgumentException(
          "--limit-train goes with --precise-bn: nothing else here looks at training images");
    }
    if (report != null && Files.isDirectory(report)) {
      throw new IllegalArgumentException("--report wants a file, but " + report + " is a folder");
    }
    try (Workers workers = new Workers(compute.device(), compute.threads(), compute.threads());
        Model model =
            Model.load(weights, Catalog.standard(), compute.device(), compute.precision())) {
      Evaluation result = evaluate(model, views, workers);
      if (report != null) {
        write(report, model.card(), result);
      }
      answer.give(forPrograms(model.card(), result), () -> forPeople(model.card(), result));
      return 0;
    }
  }

  private Evaluation evaluate(Model model, Views views, Workers workers) {
    Model.Card card = model.card();
    int size = card.options().input().height();
    if (preciseBn == null) {
      Dataset test = data.openTest(card.trainedOn(), size);
      return evaluate(model.network(), card, test, views, workers);
    }
    Split split =
        DataFlags.open(
            data.data(card.trainedOn()), data.dataDir(), size, data.limitTrain(), data.limitTest());
    requireShape(card, split.train());
    try (Network precise =
        PreciseBatchNorm.of(
            model.network(), split.train(), card.normalisation(), preciseBn, workers)) {
      return evaluate(precise, card, split.test(), views, workers);
    }
  }

  private Evaluation evaluate(
      Network network, Model.Card card, Dataset test, Views views, Workers workers) {
    Dataset labelled = labelled(card, test);
    requireShape(card, test);
    return Evaluation.of(
        network, labelled, card.normalisation(), batchSize, workers, views, Filter.BILINEAR);
  }

  /** The test images with labels that count the classes of the weights, all or some of them. */
  private Dataset labelled(Model.Card card, Dataset test) {
    Set<String> known = new HashSet<>(card.classes());
    List<String> others = test.classes().stream().filter(name -> !known.contains(name)).toList();
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          weights
              + " knows the "
              + card.classes().size()
              + " classes of "
              + card.trainedOn()
              + ", but "
              + others.size()
              + " of the "
              + test.classes().size()
              + " of "
              + test.name()
              + " are others ("
              + String.join(", ", others.subList(0, Math.min(3, others.size())))
              + (others.size() > 3 ? ", ..." : "")
              + "): evaluate on the data it was trained for, or give classes the same names");
    }
    return test.withClasses(card.classes());
  }

  private void requireShape(Model.Card card, Dataset images) {
    if (!card.options().input().equals(images.shape())) {
      throw new IllegalArgumentException(
          weights
              + " takes images of "
              + card.options().input()
              + ", but those of "
              + images.name()
              + " are "
              + images.shape());
    }
  }

  private Map<String, Object> forPrograms(Model.Card card, Evaluation result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("weights", weights);
    object.put("model", card.model());
    object.put("data", data.data(card.trainedOn()));
    object.put("precision", compute.precision().toString());
    object.put("augment", augment);
    object.put("preciseBn", preciseBn == null ? 0 : preciseBn);
    object.putAll(EvaluationJson.of(result));
    return object;
  }

  private String forPeople(Model.Card card, Evaluation result) {
    return String.format(
        Locale.ROOT,
        "%s: top-1 %.2f %%, top-5 %.2f %%, loss %.4f, calibration error %.2f %%"
            + " (%s, %.0f images/s)%s",
        what(card, result),
        100 * result.top1(),
        100 * result.top5(),
        result.loss(),
        100 * result.calibration().expectedError(),
        compute.precision(),
        result.imagesPerSecond(),
        report == null ? "" : "\nreport: " + report);
  }

  private String what(Model.Card card, Evaluation result) {
    return weights
        + " ("
        + card.model()
        + ") on "
        + result.images()
        + " test images of "
        + data.data(card.trainedOn());
  }

  private void write(Path file, Model.Card card, Evaluation result) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("weights", weights);
    settings.put("model", card.model() + ", " + card.options().input() + " pixels");
    settings.put("data", data.data(card.trainedOn()));
    settings.put("views", augment.equals("none") ? "one" : augment + ", probabilities averaged");
    settings.put(
        "batch norm", preciseBn == null ? "as trained" : "estimated on " + preciseBn + " images");
    settings.put("batch size", String.valueOf(batchSize));
    settings.put(
        "computed on",
        compute.device() + " in " + compute.precision() + ", " + compute.threads() + " threads");
    settings.put("time", String.format(Locale.ROOT, "%.1f s", result.seconds()));
    settings.put("libtorch", Torch.version());
    settings.put("processor", Torch.processor());
    EvaluationReport.page(
            card.model() + " on " + data.data(card.trainedOn()),
            what(card, result) + ".",
            result,
            settings,
            answer.commandLine())
        .write(file);
  }
}
