package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.arch.block.Options;
import org.resnet4j.layer.Auxiliary;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Pool;

/** The numbers of a network that no count of its parameters shows. */
class CoefficientsTest {
  static Stream<Layer> catalog() {
    return Catalog.standard().entries().stream().map(CoefficientsTest::build);
  }

  private static Layer build(Catalog.Entry entry) {
    for (int depth : new int[] {0, 7, 8, 11}) {
      try {
        return Catalog.standard().build(entry.name() + (depth == 0 ? "" : depth)).layers();
      } catch (IllegalArgumentException e) {
        continue; // Another depth.
      }
    }
    throw new AssertionError(entry.name());
  }

  private static Layer build(String name, UnaryOperator<Options> options) {
    return Catalog.standard().build(name, options).layers();
  }

  private static List<Double> dropouts(Layer layers) {
    List<Double> rates = new ArrayList<>();
    layers.walk().forEach(layer -> rates.addAll(rate(layer)));
    return rates;
  }

  private static List<Double> rate(Layer layer) {
    return layer instanceof Dropout dropout ? List.of(dropout.rate()) : List.of();
  }

  private static List<BatchNorm> norms(Layer layers) {
    return layers.walk().filter(BatchNorm.class::isInstance).map(BatchNorm.class::cast).toList();
  }

  /** Ioffe and Szegedy's, as torch has them; Inception has TensorFlow's epsilon, as torchvision. */
  @ParameterizedTest
  @MethodSource("catalog")
  void normalisationsHaveTorchsDefaults(Layer layers) {
    boolean inception = layers.walk().anyMatch(layer -> layer.toString().contains("inception3a"));
    for (BatchNorm norm : norms(layers)) {
      assertThat(norm.epsilon()).as(norm.name()).isEqualTo(inception ? 1e-3 : 1e-5);
      assertThat(norm.momentum()).as(norm.name()).isEqualTo(0.1);
    }
  }

  @Test
  void theEpsilonOfInceptionIsTorchvisions() {
    assertThat(norms(build("googlenet", o -> o))).hasSize(57);
    assertThat(norms(build("cifar-inception", o -> o))).isNotEmpty();
    for (String name : List.of("googlenet", "googlenet-paper", "cifar-inception")) {
      assertThat(norms(build(name, o -> o.withNorm(Options.Norm.BATCH))))
          .isNotEmpty()
          .allMatch(norm -> norm.epsilon() == 0.001 && norm.momentum() == 0.1);
    }
  }

  /** Simonyan and Zisserman 2014, section 3.1; Szegedy et al. 2014, Table 1; torchvision. */
  @ParameterizedTest
  @CsvSource({
    "vgg11, 0.5 0.5",
    "vgg16-bn, 0.5 0.5",
    "vgg19, 0.5 0.5",
    "googlenet, 0.2",
    "googlenet-paper, 0.4",
    "googlenet-unreduced, 0.4",
    "googlenet-naive, 0.4",
    "cifar-inception, 0.2",
    "cifar-inception-unreduced, 0.2",
    "resnet50, ''",
    "resnet20, ''",
    "cifar-vgg7, ''"
  })
  void dropoutIsThatOfThePaperOrOfTorchvision(String name, String rates) {
    assertThat(dropouts(build(name, o -> o)))
        .isEqualTo(
            Stream.of(rates.split(" ")).filter(r -> !r.isEmpty()).map(Double::valueOf).toList());
  }

  /** Szegedy et al. 2014, section 5: 70 % dropout, and losses that count 0.3. */
  @ParameterizedTest
  @CsvSource({"googlenet", "googlenet-paper", "googlenet-naive"})
  void sideClassifiersAreThoseOfThePaper(String name) {
    Layer layers = build(name, o -> o.withAuxiliary(true));
    List<Auxiliary> sides =
        layers.walk().filter(Auxiliary.class::isInstance).map(Auxiliary.class::cast).toList();
    assertThat(sides).hasSize(2).allMatch(side -> side.lossWeight() == 0.3);
    for (Auxiliary side : sides) {
      assertThat(dropouts(side.head())).containsExactly(0.7);
    }
  }

  /** Kernel, stride and padding of each max pooling, and whether an incomplete window counts. */
  @ParameterizedTest
  @CsvSource({
    "resnet50, 3/2/1",
    "resnet20, ''",
    "vgg16, 2/2/0 2/2/0 2/2/0 2/2/0 2/2/0",
    "cifar-vgg7, 2/2/0 2/2/0",
    "googlenet, 3/2/0c 3/2/0c 2x3/1/1c 3/2/0c 5x3/1/1c 2/2/0c 2x3/1/1c",
    "googlenet-paper, 3/2/0c 3/2/0c 2x3/1/1c 3/2/0c 5x3/1/1c 3/2/0c 2x3/1/1c",
    "googlenet-unreduced, 3/2/0c 3/2/0c 2x3/1/1c 3/2/0c 5x3/1/1c 3/2/0c 2x3/1/1c",
    "googlenet-naive, 3/2/0c 3/2/0c 2x3/1/1c 3/2/0c 5x3/1/1c 3/2/0c 2x3/1/1c",
    "cifar-inception, 3/2/0c 2x3/1/1c 3/2/0c 5x3/1/1c 3/2/0c 2x3/1/1c",
    "cifar-inception-unreduced, 3/2/0c 2x3/1/1c 3/2/0c 5x3/1/1c 3/2/0c 2x3/1/1c"
  })
  void poolingsAreThoseOfThePaperOrOfTorchvision(String name, String poolings) {
    List<String> expected = new ArrayList<>();
    for (String pooling : poolings.split(" ")) {
      boolean several = pooling.contains("x");
      int times = pooling.isEmpty() ? 0 : several ? Integer.parseInt(pooling.split("x")[0]) : 1;
      for (int i = 0; i < times; i++) {
        expected.add(pooling.substring(pooling.indexOf('x') + 1));
      }
    }
    assertThat(
            build(name, o -> o)
                .walk()
                .filter(Pool.class::isInstance)
                .map(Pool.class::cast)
                .map(CoefficientsTest::describe)
                .toList())
        .isEqualTo(expected);
  }

  private static String describe(Pool pool) {
    String window = pool.kernel() + "/" + pool.stride() + "/" + pool.padding();
    return window + (pool.ceil() ? "c" : "");
  }
}
