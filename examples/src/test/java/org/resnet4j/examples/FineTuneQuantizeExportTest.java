package org.resnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;
import org.resnet4j.infer.Predictor;
import org.resnet4j.train.Run;

class FineTuneQuantizeExportTest {
  private static final String WEIGHTS = "resnet20-cifar10";

  @TempDir private Path folder;

  private Path pictures;

  /** Two classes of plain pictures, light and dark. */
  @BeforeEach
  void makePictures() throws Exception {
    pictures = folder.resolve("pictures");
    for (String name : List.of("dark", "light")) {
      Path of = Files.createDirectories(pictures.resolve(name));
      for (int i = 0; i < 20; i++) {
        Image image = new Image(3, 32, 32);
        Arrays.fill(image.pixels(), (byte) ((name.equals("dark") ? 20 : 200) + i));
        Files.write(of.resolve(i + ".png"), PngWriter.encode(image));
      }
    }
  }

  @Test
  void newClassesAreLearntAndExported() throws Exception {
    Run run = FineTuneQuantizeExport.fineTune(WEIGHTS, pictures, folder.resolve("run"));
    assertThat(run.isFinished()).isTrue();
    assertThat(run.epochs()).hasSize(2);
    try (Predictor predictor = Predictor.load(run.weights())) {
      assertThat(predictor.card().classes()).containsExactly("dark", "light");
    }
    Path onnx = folder.resolve("model.onnx");
    assertThat(FineTuneQuantizeExport.export(run.weights(), onnx).bytes())
        .isEqualTo(Files.size(onnx));
  }

  @Test
  void eightBitWeightsAreASmallerFile() throws Exception {
    Path file = folder.resolve("int8.safetensors");
    FineTuneQuantizeExport.quantize(
        WEIGHTS,
        DataSets.standard().open("folder:" + pictures, null, PictureOptions.square(32)).train(),
        file);
    assertThat(Files.size(file)).isLessThan(400_000);
    try (Predictor predictor = Predictor.load(file)) {
      assertThat(predictor.numbers()).isEqualTo("int8");
    }
  }
}
