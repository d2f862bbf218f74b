package org.resnet4j.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.export.onnx.OnnxCheck;
import org.resnet4j.export.onnx.OnnxExport;
import org.resnet4j.export.onnx.OnnxInference;
import org.resnet4j.export.pytorch.PyTorchExport;
import org.resnet4j.export.torchscript.TorchScriptExport;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Folding;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.OutputDifference;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorData;
import org.resnet4j.weights.WeightFile;

/**
 * The result of an export. Before the file gets its name it is reopened and verified: its tensors
 * have the same bits, or its outputs differ from the network's only by rounding.
 *
 * @param normalisationsFolded the number of normalisations folded into convolutions
 * @param difference of the logits; null for a file that only holds tensors
 */
public record Export(
    ExportFormat format,
    long bytes,
    int normalisationsFolded,
    @Nullable OutputDifference difference) {
  /**
   * The accepted difference from a different order of summation, as a fraction of the largest
   * logit.
   */
  private static final double TOLERANCE = 1e-4;

  /**
   * Writes a model in the format that the file's extension names: {@code .safetensors}, {@code
   * .pth}, {@code .onnx} or {@code .pt} (TorchScript), with normalisations folded where the file
   * computes.
   *
   * @param model as {@link Model#load(String)} gives it; if it is quantised, the file is int8
   * @throws IllegalArgumentException if the extension is unknown, or the format has no int8 form
   * @throws org.resnet4j.io.FormatException if the written file does not compute as the model; it
   *     is removed
   * @throws IllegalStateException if ONNX Runtime ({@code com.microsoft.onnxruntime:onnxruntime}),
   *     which checks ONNX files, is not on the class path
   * @throws IOException if the file cannot be written
   */
  public static Export write(Model model, Path file) throws IOException {
    return write(file, ExportFormat.of(file, null), model, true);
  }

  /**
   * Writes a model whose network is in fp32 and on the processor; in int8 if it is quantised.
   *
   * @param fold whether normalisations become part of convolutions in a file that computes
   * @throws IllegalArgumentException if the format or {@code fold} does not allow an int8 model, or
   *     the network is in another precision or on another device
   * @throws IOException if the file cannot be written; further errors as above
   */
  public static Export write(Path file, ExportFormat format, Model model, boolean fold)
      throws IOException {
    requireExact(model.network());
    Optional<Quantisation> quantisation = model.quantisation();
    if (quantisation.isPresent()) {
      requireEightBits(format, fold);
      Int8Export export = new Int8Export(model, quantisation.get());
      return write(
          file,
          format,
          format.computes() ? export.folded() : 0,
          temporary -> writeAndCheck(temporary, format, export));
    }
    if (!format.computes() || !fold) {
      return write(file, format, model, model.network(), 0);
    }
    Folding folding = Folding.of(model.network());
    try (Network folded = folding.network()) {
      return write(file, format, model, folded, folding.folded());
    }
  }

  private static void requireExact(Network network) {
    if (network.precision() != Precision.FP32 || network.device() != Device.CPU) {
      throw new IllegalArgumentException(
          "expected a model in fp32 on the processor, as Model.load(source) gives it, got "
              + network.precision()
              + " on "
              + network.device());
    }
  }

  private static void requireEightBits(ExportFormat format, boolean fold) {
    if (!format.hasEightBits()) {
      throw new IllegalArgumentException(
          "expected fp32 weights for a "
              + format
              + " file, got int8 ones: write safetensors or onnx, or export the weights they were"
              + " quantized from");
    }
    if (!fold) {
      throw new IllegalArgumentException(
          "expected fp32 weights to keep normalisations, got int8 ones, whose normalisations are"
              + " always folded");
    }
  }

  private static Export write(
      Path file, ExportFormat format, Model model, Network network, int folded) throws IOException {
    return write(
        file, format, folded, temporary -> writeAndCheck(temporary, format, model, network));
  }

  /** Writes a file and returns the difference of its outputs; null if it holds only tensors. */
  @FunctionalInterface
  private interface Writer {
    @Nullable OutputDifference write(Path temporary) throws IOException;
  }

  private static Export write(Path file, ExportFormat format, int folded, Writer writer)
      throws IOException {
    AtomicReference<@Nullable OutputDifference> difference = new AtomicReference<>();
    AtomicFile.writeBy(file, temporary -> difference.set(writer.write(temporary)));
    return new Export(format, Files.size(file), folded, difference.get());
  }

  private static @Nullable OutputDifference writeAndCheck(
      Path file, ExportFormat format, Int8Export export) throws IOException {
    if (format == ExportFormat.ONNX) {
      return export.writeOnnx(file);
    }
    export.writeSafeTensors(file);
    return null;
  }

  private static @Nullable OutputDifference writeAndCheck(
      Path file, ExportFormat format, Model model, Network network) throws IOException {
    Map<String, String> metadata = Map.of(Model.KEY, model.card().toJson());
    switch (format) {
      case SAFETENSORS -> {
        Model.save(file, model.card(), network.state());
        return requireSameTensors(file, network);
      }
      case PTH -> {
        PyTorchExport.write(file, network.state(), metadata);
        return requireSameTensors(file, network);
      }
      case ONNX -> {
        OnnxExport.write(file, network, metadata);
        try (OnnxInference onnx = OnnxCheck.open(file)) {
          return OutputDifference.of(model.network(), onnx).requireWithin(TOLERANCE);
        }
      }
      case TORCHSCRIPT -> {
        TorchScriptExport.write(file, network, metadata);
        return TorchScriptExport.compare(file, model.network()).requireWithin(TOLERANCE);
      }
    }
    throw new AssertionError(format);
  }

  private static @Nullable OutputDifference requireSameTensors(Path file, Network network)
      throws IOException {
    try (WeightFile read = WeightFile.read(file)) {
      TensorData.requireSame(network.state(), read.tensors());
    }
    return null;
  }
}
