package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.layer.Parameter;
import org.resnet4j.train.optim.Optimizer;
import org.resnet4j.train.optim.Sgd;

/**
 * Logits, gradients and three steps of SGD against Debian's PyTorch, on the same weights and
 * inputs. What is compared, and by which measure, is written in {@code reference.py}.
 */
class ReferenceTest {
  /** Rounding depends on how sums are split among threads; the references were taken with two. */
  @BeforeAll
  static void useTwoThreads() {
    Torch.setThreads(2);
  }

  private static final double TOLERANCE = 1e-4;

  /** Below this share of the largest gradient, one that must be zero counts as zero. */
  private static final double ZERO = 1e-5;

  static java.util.stream.Stream<String> networks() {
    return ReferenceNetworks.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void agreesWithPyTorch(String name) throws IOException {
    JsonNode reference = ReferenceDataTest.read(name);
    boolean batchStatistics = reference.get("statistics").asText().equals("batch");
    try (PointerScope scope = new PointerScope();
        Network network = ReferenceNetworks.filled(ReferenceNetworks.network(name));
        Network other = network.copy();
        TensorMap momenta = new Sgd(1, 0, false, 0, false).momenta(network)) {
      int images = reference.get("stepImages").asInt();
      int classes = reference.get("classes").asInt();
      Tensor all = input(reference.get("inputName").asText(), reference.get("input"));
      Tensor x = all.narrow(0, 0, images);
      Tensor labels = torch.tensor(ReferenceFill.labels(images, classes));

      checkLogits("evalLogits", network.forward(all), reference);
      checkLogits("trainLogits", other.forwardTraining(all, 0, true).logits(), reference);

      // With the look-ahead and the decay of reference.py.
      Optimizer.Rule optimizer =
          new Sgd(reference.get("rate").asDouble(), 0.9, true, 1e-4, true)
              .rule(network.architecture());
      for (int step = 0; step < 3; step++) {
        Tensor logits =
            batchStatistics
                ? network.forwardTraining(x, 0, true).logits()
                : network
                    .architecture()
                    .layers()
                    .apply(new TorchOps(network.state(), null, Set.of()), x);
        Tensor loss = torch.cross_entropy_loss(logits, labels);
        TensorMap gradients = network.gradients(loss);
        double expected = reference.get("losses").get(step).asDouble();
        assertThat(Math.abs(loss.item_float() - expected) / expected)
            .as("loss of step %s", step)
            .isLessThan(TOLERANCE);
        if (step == 0) {
          checkGradients(gradients, reference);
        }
        try (NoGradGuard guard = new NoGradGuard()) {
          for (Parameter p : network.trainable()) {
            String key = p.name();
            optimizer.update(
                p, network.state().get(key), gradients.get(key), momenta.get(key), 1, step);
          }
        }
        gradients.close();
      }
      check("after", reference.get("after"), Set.of(), key -> network.state().get(key));
    }
  }

  private static Tensor input(String name, JsonNode shape) {
    long[] sizes = new long[4];
    int values = 1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.get(i).asLong();
      values *= shape.get(i).asInt();
    }
    return torch.tensor(ReferenceFill.input(name, values)).reshape(sizes);
  }

  private static void checkLogits(String what, Tensor logits, JsonNode reference) {
    float[] ours = values(logits);
    JsonNode theirs = reference.get(what);
    assertThat(ours).hasSize(theirs.size());
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(theirs.get(i).asDouble()));
      difference = Math.max(difference, Math.abs(ours[i] - theirs.get(i).asDouble()));
    }
    assertThat(difference / largest).as(what).isLessThan(TOLERANCE);
  }

  private static void checkGradients(TensorMap gradients, JsonNode reference) {
    JsonNode expected = reference.get("gradients");
    Set<String> zeros = new java.util.HashSet<>();
    reference.get("zeroGradients").forEach(key -> zeros.add(key.asText()));
    check("gradients", expected, zeros, gradients::get);
    double largest = 0;
    for (JsonNode gradient : expected) {
      largest = Math.max(largest, meanMagnitude(gradient));
    }
    for (String key : zeros) {
      double mean = gradients.get(key).abs().mean().item_float();
      assertThat(mean / largest).as("gradient of %s, which is zero", key).isLessThan(ZERO);
    }
  }

  private static void check(
      String what, JsonNode reference, Set<String> ignored, Function<String, Tensor> tensors) {
    Map<String, Double> distances = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : reference.properties()) {
      String key = entry.getKey();
      double distance = distance(values(tensors.apply(key)), entry.getValue());
      if (!ignored.contains(key) && !(distance < TOLERANCE)) {
        distances.put(key, distance);
      }
    }
    assertThat(distances).as("distances of %s over %s", what, TOLERANCE).isEmpty();
  }

  private static double distance(float[] ours, JsonNode theirs) {
    JsonNode samples = theirs.get("samples");
    double differences = 0;
    double squares = 0;
    for (int k = 0; k < samples.size(); k++) {
      double value = samples.get(k).asDouble();
      double difference = ours[(int) ((long) k * ours.length / samples.size())] - value;
      differences += difference * difference;
      squares += value * value;
    }
    double magnitude =
        Math.max(Math.sqrt(squares / samples.size()), Math.max(meanMagnitude(theirs), 1e-30));
    return Math.sqrt(differences / samples.size()) / magnitude;
  }

  private static double meanMagnitude(JsonNode tensor) {
    long size = 1;
    for (JsonNode dimension : tensor.get("shape")) {
      size *= dimension.asLong();
    }
    return tensor.get("abs").asDouble() / size;
  }

  private static float[] values(Tensor tensor) {
    Tensor plain = tensor.detach().contiguous();
    float[] values = new float[(int) plain.numel()];
    plain.data_ptr_float().get(values);
    return values;
  }
}
