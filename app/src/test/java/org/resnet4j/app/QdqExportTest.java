package org.resnet4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.compiled.plan.Plan;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.export.onnx.OnnxInference;
import org.resnet4j.export.onnx.QdqExport;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;

/** Quantized networks in ONNX Runtime, compared with int8 plans. */
class QdqExportTest {
  /**
   * The tolerance for rounding: root mean squared difference relative to the root mean square.
   * Observed were 0.3 to 4.5 %, the largest in wide bottleneck blocks with random weights. With
   * fp32 branches before sums, as in plans, it would be 2.8 % there, because values close to a
   * rounding boundary fall on either side.
   */
  private static final double TOLERANCE = 0.06;

  /**
   * The tolerance for the ratio of its fp32 error to that of an int8 plan: it rounds the branches,
   * too. Observed were 0.9 to 1.5.
   */
  private static final double TIMES_AS_FAR = 2;

  private static final int IMAGES = 8;

  @TempDir private Path folder;

  @BeforeAll
  static void useTwoThreads() {
    Torch.setThreads(2);
  }

  @ParameterizedTest
  @MethodSource("org.resnet4j.app.ExportedNetworks#all")
  void computesWhatAPlanComputes(Architecture architecture) throws IOException {
    Path file = folder.resolve("network.onnx");
    Waves waves = Waves.of(IMAGES, architecture.options().input());
    try (Network network = ExportedNetworks.random(architecture)) {
      Quantisation quantisation = export(file, network, waves);
      try (Plan plan = Plan.compile(network, quantisation, waves.shape(), 2);
          Plan exact = Plan.compile(network, Precision.FP32, waves.shape(), 2);
          OnnxInference onnx = new OnnxInference(file)) {
        float[] expected = plan.logits(waves.pixels(), IMAGES);
        float[] actual = onnx.logits(waves.planes(IMAGES), waves.dimensions(IMAGES));
        assertThat(difference(expected, actual)).isLessThan(TOLERANCE);
        float[] exactly = exact.logits(waves.pixels(), IMAGES);
        assertThat(difference(exactly, actual))
            .as("from fp32")
            .isLessThan(TIMES_AS_FAR * difference(exactly, expected));
        float[] one = onnx.logits(waves.planes(1), waves.dimensions(1));
        assertThat(difference(Arrays.copyOf(actual, one.length), one)).isLessThan(1e-5);
      }
    }
  }

  @Test
  void trainedWeightsGiveTheSameClasses() throws IOException {
    int images = 200;
    Path file = folder.resolve("trained.onnx");
    try (Model model =
        Model.load("resnet20-cifar10", Catalog.standard(), Device.CPU, Precision.FP32)) {
      Network network = model.network();
      Waves waves = Waves.of(images, model.card().preprocessing().output());
      Quantisation quantisation = export(file, network, waves);
      try (Plan plan = Plan.compile(network, quantisation, waves.shape(), 2);
          OnnxInference onnx = new OnnxInference(file)) {
        float[] expected = plan.logits(waves.pixels(), images);
        float[] actual = onnx.logits(waves.planes(images), waves.dimensions(images));
        assertThat(difference(expected, actual)).isLessThan(TOLERANCE);
        int classes = expected.length / images;
        int same = 0;
        for (int i = 0; i < images; i++) {
          same +=
              top1(expected, i * classes, classes) == top1(actual, i * classes, classes) ? 1 : 0;
        }
        assertThat(same).isGreaterThanOrEqualTo(images * 95 / 100);
      }
    }
  }

  /** Nothing between the image and the logits stays in floating point. */
  @Test
  void onnxRuntimeComputesOnIntegers() throws IOException, OrtException {
    String residual = optimised("cifar-resnet8");
    assertThat(count(residual, "QLinearConv")).as("two of them are shortcuts").isEqualTo(9);
    assertThat(count(residual, "QLinearAdd")).isEqualTo(3);
    assertThat(count(residual, "QLinearGlobalAveragePool")).isEqualTo(1);
    assertThat(count(residual, "QGemm")).isEqualTo(1);
    String inception = optimised("cifar-inception");
    assertThat(count(inception, "QLinearConcat")).isEqualTo(9);
    for (String optimised : new String[] {residual, inception}) {
      assertThat(count(optimised, "QuantizeLinear")).as("the image").isEqualTo(1);
      for (String left : new String[] {"DequantizeLinear", "Conv", "FusedConv", "Gemm", "Add"}) {
        assertThat(count(optimised, left)).as(left).isZero();
      }
    }
  }

  @Test
  void limitsOfAnotherNetworkAreRefused() throws IOException {
    Path file = folder.resolve("network.onnx");
    Quantisation other = new Quantisation(Quantisation.Method.MIN_MAX, 1, Map.of("input", 2.5));
    try (Network network = ExportedNetworks.random(Catalog.standard().build("cifar-resnet8"))) {
      assertThatThrownBy(
              () -> QdqExport.write(file, network, other, new Shape(3, 32, 32), Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("conv1");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private static Quantisation export(Path file, Network network, Waves waves) throws IOException {
    Quantisation quantisation =
        Quantisation.calibrate(network, waves.shape(), waves.pixels(), IMAGES, 2);
    QdqExport.write(file, network, quantisation, waves.shape(), Map.of("key", "value"));
    return quantisation;
  }

  /** The bytes of the file to which ONNX Runtime optimizes an export, as text. */
  private String optimised(String name) throws IOException, OrtException {
    Path file = folder.resolve(name + ".onnx");
    Path optimised = folder.resolve(name + ".optimised.onnx");
    Architecture architecture = Catalog.standard().build(name);
    try (Network network = ExportedNetworks.random(architecture);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      export(file, network, Waves.of(IMAGES, architecture.options().input()));
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setOptimizedModelFilePath(optimised.toString());
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      try (OrtSession session =
          OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
        assertThat(session.getMetadata().getCustomMetadata()).containsEntry("key", "value");
      }
    }
    return Files.readString(optimised, StandardCharsets.ISO_8859_1);
  }

  /** Counts the nodes with an operator: field 4 of a NodeProto, a length-prefixed string. */
  private static int count(String model, String operator) {
    String field = "\"" + (char) operator.length() + operator;
    return (model.length() - model.replace(field, "").length()) / field.length();
  }

  private static int top1(float[] logits, int from, int classes) {
    int best = from;
    for (int i = from; i < from + classes; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static double difference(float[] expected, float[] actual) {
    assertThat(actual).hasSameSizeAs(expected);
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  /**
   * Images of waves of many lengths, amplitudes and directions, so that no two are alike.
   *
   * @param values {@code [n, h, w, c]}
   */
  private record Waves(Shape shape, float[] values) {
    static Waves of(int n, Shape shape) {
      float[] values = new float[Math.toIntExact(n * shape.size())];
      int at = 0;
      for (int image = 0; image < n; image++) {
        double across = 0.05 + image * 0.377 % 0.9;
        double down = 0.05 + image * 0.241 % 0.9;
        double strength = 0.5 + image * 0.173 % 1.5;
        for (int y = 0; y < shape.height(); y++) {
          for (int x = 0; x < shape.width(); x++) {
            for (int channel = 0; channel < shape.channels(); channel++) {
              double phase = across * x + down * y + channel * (1 + image * 0.7);
              values[at++] = (float) (strength * Math.sin(phase));
            }
          }
        }
      }
      return new Waves(shape, values);
    }

    FloatBuffer pixels() {
      return FloatBuffer.wrap(values);
    }

    /** The first images as {@code [n, c, h, w]}. */
    float[] planes(int n) {
      int channels = shape.channels();
      int area = shape.height() * shape.width();
      float[] planes = new float[n * channels * area];
      for (int i = 0; i < planes.length; i++) {
        int image = i / (channels * area);
        planes[i] = values[(image * area + i % area) * channels + i / area % channels];
      }
      return planes;
    }

    long[] dimensions(int n) {
      return new long[] {n, shape.channels(), shape.height(), shape.width()};
    }
  }
}
