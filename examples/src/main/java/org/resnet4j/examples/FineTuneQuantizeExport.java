package org.resnet4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.export.Export;
import org.resnet4j.model.Model;
import org.resnet4j.train.Run;
import org.resnet4j.train.Training;

/** Fine-tunes trained weights on new classes, and exports them for other programs. */
public final class FineTuneQuantizeExport {
  private FineTuneQuantizeExport() {}

  /**
   * Fine-tunes weights on the classes of a folder, one subfolder each.
   *
   * @param weights a name or a file
   * @param run a new folder for the run
   */
  static Run fineTune(String weights, Path pictures, Path run) throws IOException {
    return Training.from(weights, "folder:" + pictures).epochs(2).run(run);
  }

  /** Writes weights as an ONNX file, which is verified before it gets its name. */
  static Export export(Path weights, Path file) throws IOException {
    try (Model model = Model.load(weights.toString())) {
      return Export.write(model, file);
    }
  }

  /** Quantizes weights to int8, calibrated on some images. */
  static void quantize(String weights, Dataset images, Path file) throws IOException {
    try (Model model = Model.load(weights)) {
      model.quantized(images.limit(256)).save(file);
    }
  }

  /** Takes a folder of pictures and a folder for the files. */
  public static void main(String[] words) throws IOException {
    Path out = Path.of(words[1]);
    Run run = fineTune("resnet20-cifar10", Path.of(words[0]), out.resolve("run"));
    System.out.println(export(run.weights(), out.resolve("model.onnx")));
    Dataset images = DataSets.standard().open("cifar10", null).train();
    quantize("resnet20-cifar10", images, out.resolve("int8.safetensors"));
  }
}
