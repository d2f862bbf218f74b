package org.resnet4j.compiled.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.resnet4j.layer.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.StochasticDepth;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.compiled.onednn.RoutineChecks;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Flatten;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.ReferenceNetworks;
import org.resnet4j.torch.TameNetworks;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;

class CompiledDifferentiationTest {
  private static final int IMAGES = 6;
  private static final Shape SMALL = new Shape(3, 64, 64);

  /** All kinds of blocks, shortcuts, joints, poolings and ends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet18",
        "resnet50",
        "resnext50_32x4d",
        "preact-resnet50",
        "plain18",
        "resnet20",
        "cifar-bottleneck11",
        "cifar-preact8",
        "cifar-seresnet8",
        "seresnet50",
        "cifar-vgg7",
        "cifar-inception"
      })
  void gradientsAreThoseOfTheLayers(String name) {
    assertSame(small(name), frozen -> false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "vgg", "googlenet", "joints", "averaged"})
  void andThoseThatNoNetworkOfTheCatalogHas(String name) {
    assertSame(ReferenceNetworks.network(name), frozen -> false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "running",
        "conv",
        "bn",
        "layer1|layer2|^conv1|^bn1",
        "layer|conv1|bn1",
        "^(conv1|bn1|layer1).*(weight|bias)", // Statistics still move.
        "(layer|conv1|bn1).*(weight|bias)"
      })
  void whatIsFrozenStaysAndHasNoGradient(String pattern) {
    assertSame(
        Catalog.standard().build("resnet20"),
        java.util.regex.Pattern.compile(pattern).asPredicate());
  }

  private static void assertSame(Architecture architecture, Predicate<String> frozen) {
    try (Network layers = TameNetworks.tame(architecture);
        Network compiled = layers.copy()) {
      layers.freeze(frozen);
      compiled.freeze(frozen);
      try (Differentiation slow = new LayerwiseDifferentiation(layers);
          Differentiation fast = new CompiledDifferentiation(compiled);
          TensorMap expected = gradients(slow, architecture.options().input());
          TensorMap actual = gradients(fast, architecture.options().input())) {
        assertThat(actual.asMap().keySet()).isEqualTo(expected.asMap().keySet()).isNotEmpty();
        double last = 1;
        for (Map.Entry<String, Tensor> one : expected.asMap().entrySet()) {
          if (!isRoundingAlone(one.getValue())) {
            last = difference(actual.get(one.getKey()), one.getValue());
            // A value beside zero falls on one side of a ReLU or on the other.
            assertThat(last).as(one.getKey()).isLessThan(5e-2);
          }
        }
        assertThat(last).isLessThan(1e-4);
        assertNear(compiled.state(), layers.state(), 1e-5);
      }
    }
  }

  /** As in PyTorch: "Expected more than 1 value per channel when training". */
  @Test
  void oneValueOfAChannelIsNoBatch() {
    Architecture architecture =
        Catalog.standard().build("resnet18", o -> o.withInput(new Shape(3, 32, 32)));
    try (Network network = TameNetworks.tame(architecture);
        Differentiation slow = new LayerwiseDifferentiation(network);
        Differentiation fast = new CompiledDifferentiation(network);
        PointerScope scope = new PointerScope()) {
      Tensor image = torch.zeros(1, 3, 32, 32);
      for (Differentiation each : new Differentiation[] {slow, fast}) {
        assertThatThrownBy(
                () -> each.gradients(image, 0, false, output -> output.logits().sum()).close())
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("layer4.0.bn1 expects more than 1 value of each channel");
      }
      network.freeze(name -> name.startsWith("layer4")); // It normalises by what it has.
      try (Differentiation again = new CompiledDifferentiation(network)) {
        again.gradients(image, 0, false, output -> output.logits().sum()).close();
      }
    }
  }

  /** The pixels of one image are a batch for a normalisation, too. */
  @Test
  void oneImageIsABatch() {
    Architecture architecture = Catalog.standard().build("cifar-resnet8");
    Shape shape = architecture.options().input();
    try (Network layers = TameNetworks.tame(architecture);
        Network compiled = layers.copy();
        Differentiation slow = new LayerwiseDifferentiation(layers);
        Differentiation fast = new CompiledDifferentiation(compiled);
        TensorMap expected = gradients(slow, 1, shape, true);
        TensorMap actual = gradients(fast, 1, shape, true)) {
      assertNear(actual, expected, 1e-5);
      assertNear(compiled.state(), layers.state(), 1e-5);
    }
  }

  /** Maps of 24 by 20 pixels end as 6 by 5, which no square window divides. */
  @Test
  void imagesNeedNotBeSquare() {
    Shape shape = new Shape(3, 24, 20);
    try (Network network = TameNetworks.tame(Catalog.standard().build("cifar-resnet8"));
        Differentiation slow = new LayerwiseDifferentiation(network);
        Differentiation fast = new CompiledDifferentiation(network);
        TensorMap expected = gradients(slow, shape);
        TensorMap actual = gradients(fast, shape)) {
      assertNear(actual, expected, 1e-5);
    }
  }

  /** Inputs that are not channels last are reordered first. */
  @Test
  void imagesMayLieOtherwise() {
    Architecture architecture = Catalog.standard().build("cifar-resnet8");
    Shape shape = architecture.options().input();
    try (Network network = TameNetworks.tame(architecture);
        Differentiation differentiation = new CompiledDifferentiation(network);
        TensorMap expected = gradients(differentiation, shape, false);
        PointerScope scope = new PointerScope();
        TensorMap actual =
            differentiation.gradients(
                images(IMAGES, shape).contiguous(), 0, false, output -> loss(output.logits()))) {
      assertThat(equal(actual, expected)).isTrue();
    }
  }

  @Test
  void whatIsFrozenMustNotChange() {
    Architecture architecture = Catalog.standard().build("cifar-resnet8");
    try (Network network = TameNetworks.tame(architecture);
        Differentiation differentiation = new CompiledDifferentiation(network)) {
      network.freeze(name -> name.startsWith("conv1"));
      assertThatThrownBy(() -> gradients(differentiation, architecture.options().input()))
          .hasMessage("the set of frozen parameters has changed since this was created");
    }
  }

  /** No kernel of the forward pass overwrites a value that the backward pass reads. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet20", "resnet50", "preact-resnet50"})
  void noTwoValuesThatLiveAtOnceOverlap(String name) {
    Architecture architecture = small(name);
    try (Network network = TameNetworks.tame(architecture);
        TrainingProgram program =
            new TrainingProgram(network, network.trainable(), 2, architecture.options().input())) {
      RoutineChecks.assertNoOverlap(program.routine(), Set.of());
    }
  }

  /** Networks that are shallow enough for no ReLU to differ. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar-resnet8",
        "cifar-plain8",
        "cifar-preact8",
        "cifar-bottleneck11",
        "cifar-seresnet8"
      })
  void gradientsAreExact(String name) {
    Architecture architecture = Catalog.standard().build(name);
    try (Network network = TameNetworks.tame(architecture);
        Differentiation slow = new LayerwiseDifferentiation(network);
        Differentiation fast = new CompiledDifferentiation(network);
        TensorMap expected = gradients(slow, architecture.options().input());
        TensorMap actual = gradients(fast, architecture.options().input())) {
      assertNear(actual, expected, 1e-5);
    }
  }

  private static void assertNear(TensorMap actual, TensorMap expected, double most) {
    assertThat(actual.asMap().keySet()).isEqualTo(expected.asMap().keySet()).isNotEmpty();
    expected
        .asMap()
        .forEach(
            (name, tensor) ->
                assertThat(difference(actual.get(name), tensor)).as(name).isLessThan(most));
  }

  /** In bf16, compiled gradients are as near to fp32 as those of the layers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar-resnet8",
        "resnet20",
        "cifar-preact8",
        "cifar-vgg7",
        "resnet18",
        "resnext50_32x4d"
      })
  void gradientsInBf16AreAsNear(String name) {
    assumeTrue(Torch.hasBf16Instructions(), "no bf16 on this processor");
    Architecture architecture = small(name);
    Shape shape = architecture.options().input();
    try (Network wide = TameNetworks.tame(architecture);
        Network network = Network.of(architecture, wide.state(), Device.CPU, Precision.BF16);
        Differentiation exact = new LayerwiseDifferentiation(wide);
        Differentiation slow = new LayerwiseDifferentiation(network);
        Differentiation fast = new CompiledDifferentiation(network);
        TensorMap expected = gradients(exact, shape);
        TensorMap layers = gradients(slow, shape);
        TensorMap actual = gradients(fast, shape)) {
      double error = 0;
      double errorOfLayers = 0;
      for (Map.Entry<String, Tensor> one : expected.asMap().entrySet()) {
        error += difference(actual.get(one.getKey()), one.getValue());
        errorOfLayers += difference(layers.get(one.getKey()), one.getValue());
      }
      assertThat(error).isPositive().isLessThan(1.3 * errorOfLayers);
    }
  }

  /** Also with several sizes, each of which is compiled once. */
  @Test
  void manyCallersAtOnceGetWhatOneGets() throws Exception {
    Architecture architecture = Catalog.standard().build("cifar-resnet8");
    Shape larger = new Shape(3, 40, 40);
    Shape own = architecture.options().input();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Torch.setThreads(2);
    try (Network network = TameNetworks.tame(architecture);
        Differentiation differentiation = new CompiledDifferentiation(network);
        TensorMap expected = gradients(differentiation, own, false);
        TensorMap expectedOfLarger = gradients(differentiation, larger, false)) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        boolean small = i % 2 == 0;
        running.add(
            threads.submit(
                () -> {
                  Torch.setThreads(2);
                  try (TensorMap actual = gradients(differentiation, small ? own : larger, false)) {
                    return equal(actual, small ? expected : expectedOfLarger);
                  }
                }));
      }
      for (Future<Boolean> one : running) {
        assertThat(one.get()).isTrue();
      }
      assertThat(equal(expected, expectedOfLarger)).isFalse();
    } finally {
      threads.shutdown();
    }
  }

  /** A failure in the middle leaves the network usable. */
  @Test
  void aLossThatFailsIsReported() {
    Architecture architecture = Catalog.standard().build("cifar-resnet8");
    try (Network network = TameNetworks.tame(architecture);
        Differentiation differentiation = new CompiledDifferentiation(network);
        TensorMap expected = gradients(differentiation, architecture.options().input(), false);
        PointerScope scope = new PointerScope()) {
      Shape shape = architecture.options().input();
      Tensor images = images(IMAGES, shape);
      assertThatThrownBy(
              () ->
                  differentiation.gradients(
                      images,
                      0,
                      false,
                      output -> {
                        throw new IllegalStateException("no loss");
                      }))
          .hasMessage("no loss");
      try (TensorMap again = gradients(differentiation, shape, false)) {
        assertThat(equal(again, expected)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.7})
  void branchesThatAreLeftOutAreThoseOfTheLayers(double rate) {
    assertSame(StochasticDepth.in(small("resnet20"), rate), frozen -> false);
    assertSame(StochasticDepth.in(small("preact-resnet110"), rate), frozen -> false);
  }

  @Test
  void whatCannotBeCompiledIsComputedLayerByLayer() {
    Architecture architecture =
        Catalog.standard().build("googlenet", options -> options.withAuxiliary(true));
    try (Network network = TameNetworks.tame(architecture);
        Differentiation differentiation = Differentiation.of(network)) {
      assertThat(CompiledDifferentiation.obstacle(network)).contains("it has side classifiers");
      assertThat(differentiation).isInstanceOf(LayerwiseDifferentiation.class);
      assertThatThrownBy(() -> new CompiledDifferentiation(network))
          .hasMessage("this network cannot be compiled: it has side classifiers");
    }
  }

  private static Architecture small(String name) {
    return Catalog.standard()
        .build(name, options -> options.input().height() > 64 ? options.withInput(SMALL) : options);
  }

  private static TensorMap gradients(Differentiation differentiation, Shape shape) {
    return gradients(differentiation, shape, true);
  }

  private static TensorMap gradients(
      Differentiation differentiation, Shape shape, boolean tracking) {
    return gradients(differentiation, IMAGES, shape, tracking);
  }

  private static TensorMap gradients(
      Differentiation differentiation, int n, Shape shape, boolean tracking) {
    try (PointerScope scope = new PointerScope()) {
      return differentiation.gradients(
          images(n, shape), 0, tracking, output -> loss(output.logits()));
    }
  }

  private static Tensor loss(Tensor logits) {
    return torch.cross_entropy_loss(
        logits, torch.tensor(LongStream.range(0, logits.size(0)).toArray()));
  }

  private static Tensor images(int n, Shape shape) {
    return HostMemory.images(TameNetworks.images(n, shape), n, shape, Device.CPU);
  }

  private static boolean equal(TensorMap a, TensorMap b) {
    return a.asMap().keySet().stream().allMatch(name -> a.get(name).equal(b.get(name)));
  }

  /** A bias before a normalisation has no influence, thus no gradient. */
  private static boolean isRoundingAlone(Tensor gradient) {
    return gradient.norm().item_double() < 1e-5;
  }

  /** The norm of the difference as a share of the norm. */
  private static double difference(Tensor actual, Tensor expected) {
    try (PointerScope scope = new PointerScope()) {
      Tensor a = actual.to(torch.ScalarType.Double);
      Tensor b = expected.to(torch.ScalarType.Double);
      return a.sub(b).norm().item_double() / Math.max(1e-30, b.norm().item_double());
    }
  }

  /** No network of the catalog has another momentum, or this epsilon. */
  @Test
  void normalisationsHaveTheNumbersOfTheirLayer() {
    Options options = Options.cifar(Shortcut.NONE).withInput(new Shape(3, 8, 8));
    Architecture architecture =
        new Architecture(
            "numbers",
            options,
            sequence(
                new Conv("conv1", 3, 16, 3, 1, 1, 1, false),
                new BatchNorm("bn1", 16, 0.2, 0.7),
                new Relu(),
                new BatchNorm("bn2", 16, 0.05, 0.3),
                new AvgPool(1),
                new Flatten(),
                new Linear("fc", 16, 10)));
    try (Network layers = TameNetworks.tame(architecture);
        Network compiled = layers.copy();
        Differentiation slow = new LayerwiseDifferentiation(layers);
        Differentiation fast = new CompiledDifferentiation(compiled);
        TensorMap expected = gradients(slow, options.input());
        TensorMap actual = gradients(fast, options.input())) {
      assertNear(actual, expected, 1e-3); // The next normalisation undoes the scale of one.
      assertNear(compiled.state(), layers.state(), 1e-5);
    }
  }
}
