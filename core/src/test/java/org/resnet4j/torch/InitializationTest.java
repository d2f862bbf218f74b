package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;

/**
 * The spread of first weights, by the formulas of He et al. 2015 (arXiv 1502.01852) and Glorot and
 * Bengio 2010, with the fans of each layer counted by hand. Each has 9,000 weights or more, whose
 * standard deviation is known to 1 %; the schemes are at least 20 % apart.
 */
class InitializationTest {
  /** Inputs and outputs that differ everywhere, so that none can stand for another. */
  private static final Layer LAYERS =
      sequence(
          new Conv("stem", 3, 64, 7, 2, 3, 1, false), // 147 in, 64 * 49 = 3136 out; stride no part.
          new BatchNorm("bn", 64),
          new Conv("grouped", 64, 512, 3, 1, 1, 32, false), // 2 * 9 in, 512 * 9 out as in torch.
          new Conv("projection", 512, 128, 1, 2, 0, 1, true), // 512 in, 128 out.
          new Linear("fc", 256, 100));

  private static final Options OPTIONS = Options.cifar(Shortcut.NONE);

  private static Network network(Initialization.Scheme scheme) {
    return Network.create(
        new Architecture("spreads", OPTIONS, LAYERS),
        new Initialization(scheme, false),
        5,
        Device.CPU,
        Precision.FP32);
  }

  private static float[] values(Network network, String name) {
    return HostMemory.floats(network.state().get(name));
  }

  private static double meanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum / values.length;
  }

  @ParameterizedTest
  @CsvSource({
    "HE, stem, 2, 3136",
    "HE, grouped, 2, 4608",
    "HE, projection, 2, 128",
    "HE_FAN_IN, stem, 2, 147",
    "HE_FAN_IN, grouped, 2, 18",
    "HE_FAN_IN, projection, 2, 512",
    "XAVIER, stem, 2, 3283",
    "XAVIER, grouped, 2, 4626",
    "XAVIER, projection, 2, 640",
    "GAUSSIAN, stem, 0.0001, 1",
    "GAUSSIAN, grouped, 0.0001, 1",
    "GAUSSIAN, projection, 0.0001, 1"
  })
  void convolutionsAreNormalWithTheVarianceOfTheirScheme(
      Initialization.Scheme scheme, String layer, double numerator, double fans) {
    try (Network network = network(scheme)) {
      float[] weights = values(network, layer + ".weight");
      double deviation = Math.sqrt(numerator / fans);
      assertThat(weights).hasSizeGreaterThan(9_000);
      assertThat(Math.sqrt(meanSquare(weights)) / deviation).isEqualTo(1, within(0.03));
      double sum = 0;
      int inside = 0;
      for (float weight : weights) {
        sum += weight;
        inside += Math.abs(weight) < deviation ? 1 : 0;
      }
      assertThat(sum / weights.length / deviation).as("mean").isEqualTo(0, within(0.05));
      assertThat((double) inside / weights.length)
          .as("a normal distribution has 68.3 % within one deviation, a uniform one 57.7 %")
          .isEqualTo(0.683, within(0.02));
    }
  }

  /** torch's default for linear layers, whatever the scheme of the convolutions. */
  @ParameterizedTest
  @CsvSource({"HE", "HE_FAN_IN", "XAVIER", "GAUSSIAN"})
  void linearLayersAreUniformUpToTheRootOfTheirInputs(Initialization.Scheme scheme) {
    try (Network network = network(scheme)) {
      float largest = 0;
      for (float weight : values(network, "fc.weight")) {
        largest = Math.max(largest, Math.abs(weight));
      }
      assertThat(largest).isBetween(0.0624f, 0.0625f); // 1 / sqrt(256)
      assertThat(Math.sqrt(3 * meanSquare(values(network, "fc.weight"))))
          .isEqualTo(0.0625, within(0.001));
    }
  }

  @Test
  void allElseStartsAtZeroOrOne() {
    try (Network network = network(Initialization.Scheme.HE)) {
      for (String zero :
          new String[] {"projection.bias", "fc.bias", "bn.bias", "bn.running_mean"}) {
        assertThat(values(network, zero)).as(zero).containsOnly(0);
      }
      assertThat(values(network, "bn.weight")).containsOnly(1);
      assertThat(values(network, "bn.running_var")).containsOnly(1);
      assertThat(network.state().get("bn.num_batches_tracked").item_long()).isZero();
    }
  }

  /** Goyal et al. 2017, section 5.1; in a pre-activated block the last layer is a convolution. */
  @ParameterizedTest
  @CsvSource({
    "cifar-resnet8, layer1.0.bn2.weight layer2.0.bn2.weight layer3.0.bn2.weight",
    "cifar-bottleneck11, layer1.0.bn3.weight layer2.0.bn3.weight layer3.0.bn3.weight",
    "cifar-preact8, layer1.0.conv2.weight layer2.0.conv2.weight layer3.0.conv2.weight"
  })
  void onlyTheLastLayerOfEachBranchStartsAtZeroIfAsked(String model, String names) {
    Architecture architecture = Catalog.standard().build(model);
    assertThat(weightsOfZeros(architecture, false)).isEmpty();
    assertThat(weightsOfZeros(architecture, true)).containsExactlyInAnyOrder(names.split(" "));
  }

  private static Set<String> weightsOfZeros(Architecture architecture, boolean zeroLast) {
    Initialization initialization = new Initialization(Initialization.Scheme.HE, zeroLast);
    try (Network network =
        Network.create(architecture, initialization, 1, Device.CPU, Precision.FP32)) {
      return network.trainable().stream()
          .map(Parameter::name)
          .filter(name -> name.endsWith(".weight"))
          .filter(name -> meanSquare(values(network, name)) == 0)
          .collect(Collectors.toSet());
    }
  }

  @Test
  void theUsualOneIsHeOverTheOutputsWithoutZeros() {
    assertThat(Initialization.DEFAULT)
        .isEqualTo(new Initialization(Initialization.Scheme.HE, false));
  }
}
