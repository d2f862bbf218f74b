package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.BatchNorm;

/** Ioffe and Szegedy 2015, Algorithms 1 and 2, by hand: four values of one channel. */
class NormalisationTest {
  private static final double EPSILON = 0.5;
  private static final double MOMENTUM = 0.3;

  private static Network network() {
    return ReferenceNetworks.filled(
        new Architecture(
            "norm",
            Options.cifar(Shortcut.NONE),
            sequence(new BatchNorm("bn", 1, EPSILON, MOMENTUM))));
  }

  private static float value(Network network, String name) {
    return HostMemory.floats(network.state().get("bn." + name))[0];
  }

  private static Tensor images() {
    return torch.tensor(new float[] {1, 2, 3, 6}).reshape(2, 1, 1, 2); // Mean 3, variance 3.5.
  }

  private static void assertNormalised(
      Network network, Tensor came, double mean, double variance, double scale, double shift) {
    float[] values = HostMemory.floats(came);
    double[] images = {1, 2, 3, 6};
    for (int i = 0; i < 4; i++) {
      double wanted = scale * (images[i] - mean) / Math.sqrt(variance + EPSILON) + shift;
      assertThat((double) values[i]).isCloseTo(wanted, within(1e-5));
    }
    assertThat(value(network, "weight")).isEqualTo((float) scale);
  }

  @Test
  void trainingNormalisesByTheBatchAndMovesTheRunningStatistics() {
    try (Network network = network();
        PointerScope scope = new PointerScope()) {
      double mean = value(network, "running_mean");
      double variance = value(network, "running_var");
      Tensor came = network.forwardTraining(images(), 0, true).logits().detach();
      assertNormalised(network, came, 3, 3.5, value(network, "weight"), value(network, "bias"));
      assertThat((double) value(network, "running_mean"))
          .isCloseTo(0.7 * mean + 0.3 * 3, within(1e-6));
      assertThat((double) value(network, "running_var"))
          .as("of a sample: by n - 1")
          .isCloseTo(0.7 * variance + 0.3 * 14 / 3, within(1e-6));
      assertThat(network.state().get("bn.num_batches_tracked").item_long()).isEqualTo(1);
    }
  }

  @Test
  void inferenceNormalisesByTheRunningStatistics() {
    try (Network network = network();
        PointerScope scope = new PointerScope()) {
      assertNormalised(
          network,
          network.forward(images()),
          value(network, "running_mean"),
          value(network, "running_var"),
          value(network, "weight"),
          value(network, "bias"));
    }
  }

  @Test
  void withoutTrackingNothingMoves() {
    try (Network network = network();
        PointerScope scope = new PointerScope()) {
      float mean = value(network, "running_mean");
      network.forwardTraining(images(), 0, false);
      assertThat(value(network, "running_mean")).isEqualTo(mean);
      assertThat(network.state().get("bn.num_batches_tracked").item_long()).isZero();
      assertThat(Set.copyOf(network.state().asMap().keySet())).hasSize(5);
    }
  }
}
