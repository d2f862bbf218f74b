package org.resnet4j.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.NewFile;
import org.resnet4j.app.flags.WeightsFlags;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.export.Export;
import org.resnet4j.export.ExportFormat;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.OutputDifference;
import org.resnet4j.torch.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code resnet export}: writes trained weights as a file for other programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write weights as safetensors, .pth, ONNX or TorchScript.",
      "The file is reopened and verified. Int8 weights (see resnet quantize) stay int8 in"
          + " safetensors and ONNX."
    },
    footer = {
      "%nExamples:",
      "  resnet export --weights model.pth --to model.onnx",
      "  resnet export --weights runs/RUN/best.safetensors --to model.pt"
    })
final class ExportCommand implements Callable<Integer> {
  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description =
          "The file to write, with the extension .safetensors, .pth, .onnx or .pt (TorchScript), or"
              + " see --format.")
  private Path to = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}, for a file with another extension.")
  private @Nullable ExportFormat format;

  @Option(
      names = "--no-fold",
      description =
          "Keep batch normalisations in ONNX and TorchScript, instead of folding them into"
              + " convolutions.")
  private boolean noFold;

  @Mixin private NewFile file = new NewFile();
  @Mixin private WeightsFlags weights = new WeightsFlags();
  @Mixin private Answer answer = new Answer();

  private ExportFormat formatOf(Path name) {
    try {
      return ExportFormat.of(name, format);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + " (--to, --format)", e);
    }
  }

  @Override
  public Integer call() throws IOException {
    ExportFormat target = formatOf(to);
    if (noFold && !target.computes()) {
      throw new IllegalArgumentException(
          "--no-fold requires onnx or torchscript, got " + target + ", which is never folded");
    }
    file.requireFree(to, "--to");
    // An export in progress is finished and verified: otherwise a partial file would remain.
    try (Interruption interruption = new Interruption(answer);
        Model model = weights.load(Device.CPU, Precision.FP32, answer)) {
      if (interruption.requested()) {
        return interruption.exitCode();
      }
      if (noFold && model.quantisation().isPresent()) {
        throw new IllegalArgumentException(
            "--no-fold requires fp32 weights, got int8, whose normalisations are always folded");
      }
      Export export = Export.write(to, target, model, !noFold);
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("weights", weights.name());
      object.put("model", model.card().model());
      object.put("file", to.toString());
      object.put("format", target.toString());
      object.put("precision", model.numbers());
      object.put("bytes", export.bytes());
      object.put("normalisationsFolded", export.normalisationsFolded());
      OutputDifference difference = export.difference();
      if (difference != null) {
        object.put("largestDifference", difference.largest());
        object.put("largestLogit", difference.scale());
      }
      answer.give(
          object,
          () ->
              String.format(
                  Locale.ROOT,
                  "%s: %s (%s, %s), %.1f MB, %s",
                  to,
                  model.card().model(),
                  target,
                  model.numbers(),
                  export.bytes() / 1e6,
                  difference == null
                      ? "verified bit for bit"
                      : String.format(
                          Locale.ROOT,
                          "%d normalisations folded; verified, logits differ by at most %.1e"
                              + " where they reach %.1f",
                          export.normalisationsFolded(),
                          difference.largest(),
                          difference.scale())));
      return interruption.exitCode();
    }
  }
}
