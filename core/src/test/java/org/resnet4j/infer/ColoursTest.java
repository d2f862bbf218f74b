package org.resnet4j.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.data.Dataset;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.image.Image;
import org.resnet4j.image.PngWriter;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.InferenceOptions;
import org.resnet4j.model.Input;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelCard;
import org.resnet4j.model.Preprocessing;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;

/**
 * From the bytes of a coloured picture to logits, with the embedded weights and as an ImageNet
 * network sees it, against torchvision with Pillow's pixels: {@code colours.py}. The three colours
 * differ, so no two channels, means or deviations can stand for each other.
 */
class ColoursTest {
  /** A network whose logits are the mean values of 7 x 7 squares of its input, by channel. */
  private static final Catalog SQUARES =
      Catalog.standard()
          .with(
              Catalog.entry(
                  "squares",
                  Options.imageNet(Shortcut.NONE).withClasses(147),
                  options ->
                      sequence(
                          sequence("pixels", new Identity()),
                          new AvgPool(7),
                          new Flatten(),
                          new Linear("fc", 147, 147))));

  @TempDir private Path folder;

  private static JsonNode reference(String name) throws IOException {
    try (InputStream in = ColoursTest.class.getResourceAsStream("colours.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in)).get(name);
    }
  }

  /** The picture of {@code colours.py}. */
  private static Image picture(int height, int width) {
    byte[] pixels = new byte[3 * height * width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[at++] = (byte) (7 * x + 2 * y);
        pixels[at++] = (byte) (255 - 5 * y + x);
        pixels[at++] = (byte) (x * y / 2);
      }
    }
    return new Image(pixels, 3, height, width);
  }

  private static InferenceOptions options() {
    return InferenceOptions.standard()
        .withDevice(Device.CPU)
        .withPrecision(Precision.FP32)
        .withThreads(1);
  }

  private static void assertClose(float[] actual, JsonNode wanted, double most) {
    assertThat(actual).hasSize(wanted.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("value %d", i)
          .isCloseTo(wanted.get(i).asDouble(), within(most));
    }
  }

  @Test
  void logitsOfTheEmbeddedWeightsAreThoseOfPyTorch() throws IOException {
    JsonNode logits = reference("logits");
    int[][] sizes = {{32, 32}, {50, 41}, {90, 130}};
    try (Predictor predictor = Predictor.load("resnet20-cifar10", options())) {
      for (int i = 0; i < sizes.length; i++) {
        byte[] png = PngWriter.encode(picture(sizes[i][0], sizes[i][1]));
        assertClose(predictor.logits(List.of(predictor.input(png))).get(0), logits.get(i), 1e-4);
      }
    }
  }

  /** By way of a data set's batches. */
  @Test
  void evaluationSeesTheSameColours() throws IOException {
    JsonNode logits = reference("logits").get(0);
    try (Model model =
            Model.load("resnet20-cifar10", Catalog.standard(), Device.CPU, Precision.FP32);
        Workers workers = new Workers(Device.CPU, 1, 1)) {
      Dataset one = new One(model.card().classes());
      Evaluation evaluation =
          Evaluation.of(
              model.network(), one, model.card().preprocessing().normalisation(), 1, workers);
      double sum = 0;
      for (JsonNode logit : logits) {
        sum += Math.exp(logit.asDouble());
      }
      assertThat(evaluation.loss())
          .isCloseTo(Math.log(sum) - logits.get(One.LABEL).asDouble(), within(1e-4));
    }
  }

  /** The smallest of the pictures as a data set. */
  private record One(List<String> classes) implements Dataset {
    static final int LABEL = 3;

    @Override
    public String name() {
      return "one";
    }

    @Override
    public Shape shape() {
      return new Shape(3, 32, 32);
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public int label(int index) {
      return LABEL;
    }

    @Override
    public void image(int index, Image reuse) {
      reuse.view(ColoursTest.picture(32, 32).pixels(), 0, 3, 32, 32);
    }
  }

  @Test
  void anImageNetNetworkSeesWhatTorchvisionShowsIt() throws IOException {
    JsonNode expected = reference("imagenet");
    byte[] png = PngWriter.encode(picture(300, 421));
    try (Predictor predictor = Predictor.load(squares(), options().withCatalog(SQUARES))) {
      List<Input> inputs = List.of(predictor.input(png));
      float[] pixels = predictor.features(inputs, "pixels").get(0);
      assertThat(pixels).hasSize(3 * 224 * 224);
      float[] samples = new float[(pixels.length + 996) / 997];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = pixels[997 * i];
      }
      assertClose(samples, expected.get("samples"), 1e-6);
      assertClose(predictor.logits(inputs).get(0), expected.get("squares"), 1e-4);
    }
  }

  /** A file of weights with the customary card of ImageNet. */
  private Path squares() throws IOException {
    Path file = folder.resolve("squares.safetensors");
    ModelCard card =
        new ModelCard(
            "squares",
            Options.imageNet(Shortcut.NONE).withClasses(147),
            IntStream.range(0, 147).mapToObj(i -> "square " + i).toList(),
            Preprocessing.IMAGENET,
            "nothing",
            null);
    try (PointerScope scope = new PointerScope();
        TensorMap weights = new TensorMap()) {
      weights.put("fc.weight", torch.eye(147));
      weights.put("fc.bias", torch.zeros(147));
      Model.save(file, card, weights);
    }
    return file;
  }
}
