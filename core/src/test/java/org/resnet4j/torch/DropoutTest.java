package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.resnet4j.layer.Sequence.sequence;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.Dropout;

/** Srivastava et al. 2014, in the inverted form: what is kept is enlarged, so that means stay. */
class DropoutTest {
  private static final int SIDE = 400;

  private static Network network(double rate) {
    return Network.create(
        new Architecture("drops", Options.cifar(Shortcut.NONE), sequence(new Dropout(rate))),
        Initialization.DEFAULT,
        0,
        Device.CPU,
        Precision.FP32);
  }

  private static float[] trained(Network network, long seed) {
    try (PointerScope scope = new PointerScope()) {
      return HostMemory.floats(
          network.forwardTraining(torch.ones(1, 1, SIDE, SIDE), seed, false).logits());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2, 0.5, 0.7})
  void trainingDropsItsShareAndEnlargesTheRest(double rate) {
    try (Network network = network(rate)) {
      double sum = 0;
      int zeros = 0;
      for (float value : trained(network, 3)) {
        sum += value;
        if (value == 0) {
          zeros++;
        } else {
          assertThat(value).isEqualTo((float) (1 / (1 - rate)), within(1e-6f));
        }
      }
      int all = SIDE * SIDE; // The share of zeros is known to about a thousandth.
      assertThat((double) zeros / all).isEqualTo(rate, within(0.006));
      assertThat(sum / all).as("mean").isEqualTo(1, within(0.02));
    }
  }

  @Test
  void theSeedDecidesWhatIsDropped() {
    try (Network network = network(0.5)) {
      assertThat(trained(network, 3)).isEqualTo(trained(network, 3));
      assertThat(trained(network, 3)).isNotEqualTo(trained(network, 4));
    }
  }

  @Test
  void inferenceDropsNothing() {
    try (Network network = network(0.5);
        PointerScope scope = new PointerScope()) {
      Tensor images = torch.full(new long[] {1, 1, 9, 9}, new Scalar(0.75));
      assertThat(HostMemory.floats(network.forward(images))).containsOnly(0.75f);
    }
  }
}
