package org.resnet4j.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Shared;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;

/**
 * From photographs to the logits of an ImageNet network, against torchvision with Pillow's pixels
 * ({@code imagenet_logits.py}).
 */
class ImageNetSamplesTest {
  /** The published figures for these weights on these pictures, by torchvision. */
  private static final int RIGHT = 72;

  private static final int RIGHT_IN_FIVE = 92;

  @Test
  void logitsAreThoseOfTorchvision(@TempDir Path folder) throws Exception {
    Path samples = Shared.folder("imagenet-samples").orElse(null);
    Path weights = Shared.folder("weights").orElse(null);
    assumeTrue(samples != null && weights != null, "shared/data is not there");
    Path file = Shared.unpacked(weights.resolve("imagenet-resnet18.safetensors.xz"), folder);
    List<String> lines;
    try (InputStream in = ImageNetSamplesTest.class.getResourceAsStream("imagenet-logits.txt")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(lines).hasSize(100);
    int right = 0;
    int rightInFive = 0;
    try (Predictor predictor =
        new Predictor(
            Model.load(file.toString(), Catalog.standard(), Device.CPU, Precision.FP32), 2)) {
      for (String line : lines) {
        String[] words = line.split(" ");
        var input = predictor.input(Decoder.decode(samples.resolve(words[0]), Limits.DEFAULT));
        float[] logits = predictor.logits(List.of(input)).get(0);
        for (int i = 2; i < words.length; i++) {
          assertThat((double) logits[25 * (i - 2)])
              .as(words[0])
              .isCloseTo(Double.parseDouble(words[i]), within(1e-3));
        }
        Prediction prediction = Prediction.of(logits, predictor.card().classes(), 5);
        assertThat(prediction.index()).as(words[0]).isEqualTo(Integer.parseInt(words[1]));
        String shown = words[0].replaceAll("^n[0-9]+_|\\.JPEG$", "").replace('_', ' ');
        right += prediction.label().equals(shown) ? 1 : 0;
        rightInFive += prediction.top().stream().anyMatch(t -> t.label().equals(shown)) ? 1 : 0;
      }
    }
    assertThat(right).isEqualTo(RIGHT);
    assertThat(rightInFive).isEqualTo(RIGHT_IN_FIVE);
  }
}
