package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.resnet4j.app.flags.DataFlags;
import org.resnet4j.app.flags.NewFile;
import org.resnet4j.app.flags.WeightsFlags;
import org.resnet4j.app.flags.WeightsImages;
import org.resnet4j.app.flags.Without;
import org.resnet4j.app.terminal.Accuracy;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.compiled.plan.RangeCalibration;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelCard;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet quantize}: quantizes trained weights to int8 and measures the loss of accuracy. */
@Command(
    name = "quantize",
    mixinStandardHelpOptions = true,
    description = {
      "Quantize trained weights to int8.",
      "Ranges are calibrated on training images; fp32 and int8 are compared on the test images."
    },
    footer = {
      "%nExamples:",
      "  resnet quantize --weights model.pth --data folder:DIR --to model-int8.safetensors"
    })
@Without("--limit-train") // Given by --images.
final class QuantizeCommand implements Callable<Integer> {
  private static final int BATCH = 250;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description = "The safetensors file to write.")
  private Path to = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Calibrate on at most N training images, balanced across classes (default:"
              + " ${DEFAULT-VALUE}).")
  private int images;

  @Mixin private NewFile file = new NewFile();
  @Mixin private WeightsFlags weights = new WeightsFlags();
  @Mixin private DataFlags data = new DataFlags();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() throws IOException {
    if (images < 1) {
      throw new IllegalArgumentException("--images: expected at least 1, got " + images);
    }
    file.requireFree(to, "--to");
    WeightsImages measured = new WeightsImages(weights, data);
    int threads = Torch.physicalCores();
    try (Interruption interruption = new Interruption(answer);
        Model model = weights.load(Device.CPU, Precision.FP32, answer);
        Workers workers = new Workers(Device.CPU, threads, threads)) {
      ModelCard card = model.card();
      Split split =
          data.of(measured.name(card), answer)
              .open(card.preprocessing().frame(), card.options().input().channels());
      Dataset test = measured.labelled(card, split.test());
      RangeCalibration calibration = model.calibrate(split.train().limit(images));
      if (interruption.requested()) {
        return interruption.exitCode();
      }
      model.withQuantisation(calibration.best()).save(to);
      Evaluation before = evaluate(model, Optional.empty(), test, workers);
      Evaluation after = evaluate(model, Optional.of(calibration.best()), test, workers);
      answer.give(
          forPrograms(card, calibration, before, after),
          () -> forPeople(calibration, before, after));
      return interruption.exitCode();
    }
  }

  private Evaluation evaluate(
      Model model, Optional<Quantisation> quantisation, Dataset test, Workers workers) {
    return Evaluation.of(
        model.network(),
        quantisation,
        test,
        model.card().preprocessing().normalisation(),
        BATCH,
        workers);
  }

  private Map<String, Object> forPrograms(
      ModelCard card, RangeCalibration calibration, Evaluation before, Evaluation after)
      throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("weights", weights.name());
    object.put("model", card.model());
    object.put("file", to.toString());
    object.put("bytes", Files.size(to));
    object.put("method", calibration.best().method().toString());
    object.put("calibrationImages", calibration.best().images());
    Map<String, Double> errors = new LinkedHashMap<>();
    calibration.errors().forEach((method, error) -> errors.put(method.toString(), error));
    object.put("logitErrors", errors);
    object.put("fp32", EvaluationJson.of(before));
    object.put("int8", EvaluationJson.of(after));
    return object;
  }

  private String forPeople(RangeCalibration calibration, Evaluation before, Evaluation after) {
    String errors =
        calibration.errors().entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.2f %%", e.getKey(), 100 * e.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s: calibrated on %d images by %s (relative logit error: %s)%n"
            + "fp32: %s, loss %.4f (%.0f images/s)%n"
            + "int8: %s, loss %.4f (%.0f images/s), on the same %d test"
            + " images",
        to,
        calibration.best().images(),
        calibration.best().method(),
        errors,
        Accuracy.text(before.top1(), before.top5()),
        before.loss(),
        before.imagesPerSecond(),
        Accuracy.text(after.top1(), after.top5()),
        after.loss(),
        after.imagesPerSecond(),
        after.images());
  }
}
