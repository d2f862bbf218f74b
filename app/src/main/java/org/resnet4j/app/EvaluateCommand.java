package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.ComputeFlags;
import org.resnet4j.app.flags.DataFlags;
import org.resnet4j.app.flags.DataSelection;
import org.resnet4j.app.flags.NewFile;
import org.resnet4j.app.flags.WeightsFlags;
import org.resnet4j.app.flags.WeightsImages;
import org.resnet4j.app.terminal.Accuracy;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.evaluate.EvaluationPage;
import org.resnet4j.evaluate.ExamplePictures;
import org.resnet4j.evaluate.PreciseBatchNorm;
import org.resnet4j.evaluate.Views;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelCard;
import org.resnet4j.report.Element;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet evaluate}: measures trained weights on the test images of a data set. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description =
        "Measure weights on the test images of a data set, or on the test or validation part of a"
            + " folder.",
    footer = {
      "%nExamples:",
      "  resnet evaluate --weights resnet20-cifar10 --data cifar10",
      "  resnet evaluate --weights model.pth --data folder:DIR --report page.html"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "250",
      description = "Images per batch (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--augment",
      paramLabel = "VIEWS",
      defaultValue = "none",
      description =
          "none, flip, ten-crop or multi-scale: average the probabilities over views of each image"
              + " (default: ${DEFAULT-VALUE}).")
  private String augment = "none";

  @Option(
      names = "--precise-bn",
      paramLabel = "N",
      description = "Re-estimate the batch normalisation statistics on N training images first.")
  private @Nullable Integer preciseBn;

  @Option(names = "--report", paramLabel = "FILE", description = "Write an HTML page.")
  private @Nullable Path report;

  @Mixin private NewFile file = new NewFile();

  /** The number of pictures that could not be read. */
  private int skipped;

  @Mixin private WeightsFlags weights = new WeightsFlags();
  @Mixin private DataFlags data = new DataFlags();
  @Mixin private ComputeFlags compute = new ComputeFlags();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() throws IOException {
    Views views = Views.named(augment);
    if (data.limitTrain() != 0 && preciseBn == null) {
      throw new IllegalArgumentException(
          "--limit-train requires --precise-bn: nothing else here uses training images");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("--batch-size: expected at least 1, got " + batchSize);
    }
    if (report != null) {
      file.requireFree(report, "--report");
    }
    try (Workers workers = new Workers(compute.device(), compute.threads(), compute.threads());
        Model model = weights.load(compute, answer)) {
      if (model.quantisation().isPresent() && (views != Views.NONE || preciseBn != null)) {
        throw new IllegalArgumentException(
            "--augment and --precise-bn require --precision fp32 or bf16, got int8");
      }
      Measured measured = evaluate(model, views, workers);
      Evaluation result = measured.result();
      if (!Double.isFinite(result.loss())) {
        throw new IllegalStateException(
            weights.name()
                + " produces NaN or infinite logits: the weights are damaged or overflow");
      }
      if (report != null) {
        write(report, model, measured);
      }
      answer.give(forPrograms(model, result), () -> forPeople(model, result));
      return 0;
    }
  }

  private WeightsImages images() {
    return new WeightsImages(weights, data);
  }

  /**
   * The result of an evaluation.
   *
   * @param pictures for the report; empty without one
   */
  private record Measured(Evaluation result, List<Element> pictures) {}

  private Measured evaluate(Model model, Views views, Workers workers) {
    ModelCard card = model.card();
    ResizeCrop frame = card.preprocessing().frame();
    int channels = card.options().input().channels();
    DataSelection selection = data.of(images().name(card), answer);
    if (preciseBn == null) {
      boolean unseen = !PicturePlace.isOne(card.trainedOn());
      Dataset test = selection.openTest(frame, channels, unseen);
      return evaluate(model.network(), model.quantisation(), card, test, views, workers);
    }
    Split split = selection.open(frame, channels);
    images().requireShape(card, split.train());
    try (Network precise =
        PreciseBatchNorm.of(
            model.network(),
            split.train(),
            card.preprocessing().normalisation(),
            preciseBn,
            workers)) {
      return evaluate(precise, Optional.empty(), card, split.test(), views, workers);
    }
  }

  private Measured evaluate(
      Network network,
      Optional<Quantisation> quantisation,
      ModelCard card,
      Dataset test,
      Views views,
      Workers workers) {
    Dataset labelled = images().labelled(card, test);
    Normalisation normalisation = card.preprocessing().normalisation();
    Evaluation result =
        views == Views.NONE
            ? Evaluation.of(network, quantisation, labelled, normalisation, batchSize, workers)
            : Evaluation.of(
                network,
                labelled,
                normalisation,
                batchSize,
                workers,
                views,
                card.preprocessing().frame().filter());
    skipped = labelled.badPictures().count();
    return new Measured(
        result,
        report == null
            ? List.of()
            : ExamplePictures.of(result, labelled, network, normalisation, workers));
  }

  private Map<String, Object> forPrograms(Model model, Evaluation result) {
    ModelCard card = model.card();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("weights", weights.name());
    object.put("model", card.model());
    object.put("data", images().name(card));
    object.put("precision", model.numbers());
    object.put("augment", augment);
    object.put("preciseBn", preciseBn == null ? 0 : preciseBn);
    object.put("skipped", skipped);
    object.putAll(EvaluationJson.of(result));
    return object;
  }

  private String forPeople(Model model, Evaluation result) {
    return String.format(
        Locale.ROOT,
        "%s: %s, loss %.4f, calibration error %.2f %%" + " (%s, %.0f images/s)%s",
        what(model.card(), result),
        Accuracy.text(result.top1(), result.top5()),
        result.loss(),
        100 * result.calibration().expectedError(),
        model.numbers(),
        result.imagesPerSecond(),
        report == null ? "" : "\nreport: " + report);
  }

  private String what(ModelCard card, Evaluation result) {
    return weights.name()
        + " ("
        + card.model()
        + ") on "
        + result.images()
        + " images of "
        + images().name(card)
        + (skipped == 0 ? "" : " (" + skipped + " more could not be read)");
  }

  private void write(Path file, Model model, Measured measured) throws IOException {
    ModelCard card = model.card();
    Evaluation result = measured.result();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("weights", weights.name());
    settings.put("model", card.model() + ", " + card.options().input() + " pixels");
    settings.put("data", images().name(card));
    settings.put("views", augment.equals("none") ? "one" : augment + ", probabilities averaged");
    settings.put(
        "batch norm", preciseBn == null ? "as trained" : "estimated on " + preciseBn + " images");
    settings.put("batch size", String.valueOf(batchSize));
    settings.put(
        "computed on",
        compute.device() + " in " + model.numbers() + ", " + compute.threads() + " threads");
    settings.put("time", String.format(Locale.ROOT, "%.1f s", result.seconds()));
    settings.put("libtorch", Torch.version());
    settings.put("processor", Torch.processor());
    EvaluationPage.page(
            card.model() + " on " + images().name(card),
            what(card, result) + ".",
            result,
            measured.pictures(),
            settings,
            answer.commandLine())
        .write(file);
  }
}
