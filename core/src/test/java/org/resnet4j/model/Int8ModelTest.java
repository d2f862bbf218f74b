package org.resnet4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.compiled.plan.Plan;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.image.Image;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.infer.Predictor;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.SafeTensors;

class Int8ModelTest {
  private static final Shape SHAPE = new Shape(3, 32, 32);
  private static final int IMAGES = 16;

  @TempDir private static Path folder;
  private static Model model;
  private static FloatBuffer images;
  private static Quantisation quantisation;

  @BeforeAll
  static void quantise() throws Exception {
    model = load("resnet20-cifar10");
    float[] pixels = new float[(int) (IMAGES * SHAPE.size())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(i * 0.01 * (1 + i / SHAPE.size()));
    }
    images = FloatBuffer.wrap(pixels);
    quantisation = Quantisation.calibrate(model.network(), SHAPE, images, IMAGES, 2);
    Model.save(file(), model.card(), model.network(), quantisation);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Path file() {
    return folder.resolve("int8.safetensors");
  }

  private static Model load(String source) throws Exception {
    return Model.load(source, Catalog.standard(), Device.CPU, Precision.FP32);
  }

  @Test
  void aFileComputesWhatWasSaved() throws Exception {
    assertThat(Files.size(file())).isLessThan(300_000); // In 32 bits it has 1.1 MB.
    try (Model read = load(file().toString());
        Plan before = Plan.compile(model.network(), quantisation, SHAPE, 1);
        Plan after = Plan.compile(read.network(), read.quantisation().orElseThrow(), SHAPE, 1)) {
      assertThat(read.card()).isEqualTo(model.card());
      assertThat(read.numbers()).isEqualTo("int8");
      assertThat(read.withoutQuantisation().numbers()).isEqualTo("fp32");
      float[] expected = before.logits(images, IMAGES);
      float[] actual = after.logits(images, IMAGES);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(0.05f));
      }
    }
  }

  @Test
  void equalModelsGiveEqualFiles() throws Exception {
    Path again = folder.resolve("again.safetensors");
    Model.save(again, model.card(), model.network(), quantisation);
    assertThat(again).hasSameBinaryContentAs(file());
  }

  @Test
  void aPredictorUsesIt() throws Exception {
    Image picture = new Image(3, 40, 40);
    try (Predictor eight = new Predictor(load(file().toString()), 1);
        Predictor full = new Predictor(load("resnet20-cifar10"), 1)) {
      assertThat(eight.explainPlan().orElseThrow().numbers()).isEqualTo("int8");
      assertThat(eight.predict(picture).index()).isEqualTo(full.predict(picture).index());
    }
  }

  @Test
  void itIsUsedUnlessAPrecisionIsAskedFor() throws Exception {
    InferenceOptions onTheProcessor = InferenceOptions.standard().withDevice(Device.CPU);
    try (Predictor asTheFile = Predictor.load(file(), onTheProcessor);
        Predictor asked = Predictor.load(file(), onTheProcessor.withPrecision(Precision.BF16))) {
      assertThat(asTheFile.numbers()).isEqualTo("int8");
      assertThat(asked.numbers()).isEqualTo("bf16");
      assertThat(asked.explainPlan().orElseThrow().numbers()).isEqualTo("bf16");
    }
  }

  @Test
  void scalesThatDoNotFitAreRefused() throws Exception {
    Path bad = folder.resolve("bad.safetensors");
    Map<String, String> metadata = new LinkedHashMap<>(Model.metadata(model.card()));
    metadata.put(Model.QUANTISATION, quantisation.toJson());
    try (TensorMap tensors = Int8Weights.of(model.network());
        TensorMap changed = tensors.copy(name -> !name.equals("conv1.weight_scale"));
        PointerScope scope = new PointerScope()) {
      changed.put("conv1.weight_scale", torch.ones(7));
      SafeTensors.write(bad, metadata, changed);
    }
    assertThatThrownBy(() -> load(bad.toString()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(
            "conv1.weight of shape "
                + List.of(16, 3, 3, 3)
                + ": expected one scale for each output, got scales of shape [7]");
  }

  @Test
  void scalesThatAreNotPositiveNumbersAreRefused() throws Exception {
    for (float scale : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 0, -1}) {
      Path bad = folder.resolve("scale.safetensors");
      Map<String, String> metadata = new LinkedHashMap<>(Model.metadata(model.card()));
      metadata.put(Model.QUANTISATION, quantisation.toJson());
      try (TensorMap tensors = Int8Weights.of(model.network());
          PointerScope scope = new PointerScope()) {
        tensors.get("layer1.0.conv1.weight_scale").fill_(new Scalar(scale));
        SafeTensors.write(bad, metadata, tensors);
      }
      assertThatThrownBy(() -> load(bad.toString()))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining(
              "scale.safetensors: layer1.0.conv1.weight_scale: expected positive scales, got "
                  + scale);
    }
  }

  @Test
  void limitsOfOtherImagesAreRefusedUnlessTheCallerGoesWithout() throws Exception {
    ResizeCrop larger = ResizeCrop.square(48);
    Path bad = folder.resolve("size.safetensors");
    Preprocessing preprocessing =
        new Preprocessing(larger, model.card().preprocessing().normalisation());
    Model.save(bad, model.card().withPreprocessing(preprocessing), model.network(), quantisation);
    assertThatThrownBy(() -> load(bad.toString()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("size.safetensors: the quantisation has no limit for ");
    Hints hints = new Hints(null, null, larger, null);
    Model read =
        Model.load(file().toString(), hints, Catalog.standard(), Device.CPU, Precision.FP32);
    try (Predictor predictor = new Predictor(read.withoutQuantisation(), 1)) {
      assertThat(predictor.predict(new Image(3, 40, 40)).probability()).isBetween(0.1, 1.0);
    }
  }

  @Test
  void limitsThatAreNoneAreRefused() throws Exception {
    Path bad = folder.resolve("limits.safetensors");
    Map<String, String> metadata = new LinkedHashMap<>(Model.metadata(model.card()));
    metadata.put(Model.QUANTISATION, "{}");
    try (TensorMap tensors = Int8Weights.of(model.network())) {
      SafeTensors.write(bad, metadata, tensors);
    }
    assertThatThrownBy(() -> load(bad.toString()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("limits.safetensors: ")
        .hasMessageContaining("quantisation");
  }
}
