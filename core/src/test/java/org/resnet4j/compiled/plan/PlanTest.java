package org.resnet4j.compiled.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.ReferenceNetworks;
import org.resnet4j.torch.TameNetworks;

class PlanTest {
  private static final Architecture SMALL = Catalog.standard().build("cifar-resnet8");

  @ParameterizedTest
  @MethodSource("org.resnet4j.torch.TameNetworks#catalog")
  void computesWhatTheNetworkComputes(Architecture architecture) {
    try (Network network = TameNetworks.tame(architecture)) {
      assertSameLogits(network, architecture.options().input());
    }
  }

  /** Gates, scaled shortcuts, other orders, joints of all kinds. */
  @ParameterizedTest
  @ValueSource(strings = {"joints", "orders", "vgg", "googlenet", "stacks"})
  void computesWhatNoNetworkOfTheCatalogHas(String name) {
    Architecture architecture = ReferenceNetworks.network(name);
    try (Network network = TameNetworks.tame(architecture)) {
      assertSameLogits(network, architecture.options().input());
    }
  }

  /** Cells of unequal size, more and fewer pixels than cells, images that are not square. */
  @ParameterizedTest
  @ValueSource(strings = {"3x64x64", "3x40x72", "3x250x230"})
  void averagesAnyMapsToCells(String input) {
    Architecture vgg = ReferenceNetworks.network("vgg");
    try (Network network = TameNetworks.tame(vgg)) {
      assertSameLogits(network, Shape.parse(input));
    }
  }

  private static void assertSameLogits(Network network, Shape shape) {
    float[] images = TameNetworks.images(2, shape);
    float[] expected = forward(network, images, 2, shape);
    for (Precision precision : Precision.values()) {
      try (Plan plan = Plan.compile(network, precision, shape, 1)) {
        float[] actual = plan.logits(FloatBuffer.wrap(images), 2);
        assertThat(difference(expected, actual))
            .as("%s", precision)
            .isLessThan(precision == Precision.FP32 ? 1e-4 : 2e-2);
      }
    }
  }

  /** Chunks of all sizes, on all cores and on one, from buffers of all kinds. */
  @Test
  void anyBatchGivesWhatItsImagesGiveAlone() {
    Shape shape = SMALL.options().input();
    int most = 13;
    float[] images = TameNetworks.images(most + 1, shape);
    int size = (int) shape.size();
    try (Network network = TameNetworks.tame(SMALL);
        Plan plan = Plan.compile(network, Precision.FP32, shape, 3)) {
      float[] expected = forward(network, images, most + 1, shape);
      int classes = expected.length / (most + 1);
      for (int n = 1; n <= most; n++) {
        FloatBuffer second = FloatBuffer.wrap(images).position(size);
        float[] actual = plan.logits(second, n);
        assertThat(second.position()).isEqualTo(size);
        float[] same = Arrays.copyOfRange(expected, classes, (n + 1) * classes);
        assertThat(difference(same, actual)).as("%d images", n).isLessThan(1e-5);
      }
    }
  }

  /** A primitive may need another layout for another size; most do not. */
  @Test
  void allSizesShareTheirWeights() {
    Shape shape = SMALL.options().input();
    try (Network network = TameNetworks.tame(SMALL);
        Plan plan = Plan.compile(network, Precision.BF16, shape, 2)) {
      long before = plan.explain().weightBytes();
      for (int n = 1; n <= 32; n *= 2) {
        plan.logits(FloatBuffer.wrap(TameNetworks.images(n, shape)), n);
      }
      assertThat(plan.explain().weightBytes()).isLessThan(before + before / 10);
    }
  }

  @Test
  void manyThreadsGetTheAnswersThatOneGets() throws Exception {
    Shape shape = SMALL.options().input();
    int size = (int) shape.size();
    float[] images = TameNetworks.images(20, shape);
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (Network network = TameNetworks.tame(SMALL);
        Plan plan = Plan.compile(network, Precision.FP32, shape, 2)) {
      float[] expected = plan.logits(FloatBuffer.wrap(images), 20);
      int classes = expected.length / 20;
      List<Callable<Boolean>> calls =
          IntStream.range(0, 400)
              .<Callable<Boolean>>mapToObj(
                  call ->
                      () -> {
                        int from = call % 16;
                        int n = 1 + call % 4;
                        FloatBuffer some = FloatBuffer.wrap(images).position(from * size);
                        float[] same =
                            Arrays.copyOfRange(expected, from * classes, (from + n) * classes);
                        return difference(same, plan.logits(some, n)) < 1e-5;
                      })
              .toList();
      for (Future<Boolean> same : callers.invokeAll(calls)) {
        assertThat(same.get()).isTrue();
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void outlivesItsNetworkAndSaysWhenItIsClosed() {
    Shape shape = SMALL.options().input();
    FloatBuffer image = FloatBuffer.wrap(TameNetworks.images(1, shape));
    Plan plan;
    float[] expected;
    try (Network network = TameNetworks.tame(SMALL)) {
      plan = Plan.compile(network, Precision.FP32, shape, 2);
      expected = plan.logits(image, 1);
      network.state().asMap().values().forEach(tensor -> tensor.detach().zero_());
    }
    try (plan) {
      assertThat(plan.logits(image, 1)).isEqualTo(expected);
      assertThatThrownBy(() -> plan.logits(image, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "expected at least 1 image and 3072 values for each, got 2 images and 3072 values");
      assertThatThrownBy(() -> plan.logits(image, 0)).isInstanceOf(IllegalArgumentException.class);
    }
    plan.close();
    assertThatThrownBy(() -> plan.logits(image, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this plan is closed");
  }

  @Test
  void refusesImagesThatDoNotFit() {
    try (Network network = TameNetworks.tame(SMALL)) {
      assertThatThrownBy(() -> Plan.compile(network, Precision.FP32, new Shape(1, 32, 32), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expects 3 channels");
    }
  }

  @Test
  void explainsWhatBecameOfTheLayers() {
    Architecture preActivated = Catalog.standard().build("cifar-preact8");
    try (Network network = TameNetworks.tame(preActivated);
        Plan plan = Plan.compile(network, Precision.BF16, preActivated.options().input(), 1)) {
      Explanation explanation = plan.explain();
      assertThat(explanation.unfused())
          .extracting(Explanation.Row::what)
          .isNotEmpty()
          .allMatch(what -> what.startsWith("batch norm"));
      assertThat(explanation.format())
          .contains("conv 3x3 + sum", "no convolution stands directly before it")
          .contains("cifar-preact8 on 3x32x32 in bf16");
    }
  }

  private static float[] forward(Network network, float[] images, int n, Shape shape) {
    try (PointerScope scope = new PointerScope()) {
      return HostMemory.floats(network.forward(HostMemory.images(images, n, shape, Device.CPU)));
    }
  }

  /** The largest difference, relative to the largest logit. */
  private static double difference(float[] expected, float[] actual) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    return difference / largest;
  }
}
