package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Catalog;
import org.resnet4j.model.Model;

class NormStatisticsTest {
  private static Model model() throws Exception {
    return Model.load("resnet20-cifar10", Catalog.standard(), Device.CPU, Precision.FP32);
  }

  /** Noise, of which trained weights know nothing: {@code [n, 3, 32, 32]}. */
  private static Tensor noise(int n) {
    torch.manual_seed(n);
    return torch.randn(n, 3, 32, 32);
  }

  private static double distance(Tensor a, Tensor b) {
    return a.sub(b).norm().item_double() / b.norm().item_double();
  }

  @Test
  void theFunctionStaysAndBatchesAgreeWithIt() throws Exception {
    try (Model model = model();
        PointerScope scope = new PointerScope()) {
      Network network = model.network();
      Tensor images = noise(24);
      Tensor before = network.forward(images);
      assertThat(distance(network.forwardTraining(images, 0, false).logits(), before))
          .as("the statistics of noise are others than those of pictures")
          .isGreaterThan(0.1);
      NormStatistics statistics = new NormStatistics(network);
      statistics.add(images.narrow(0, 0, 16));
      statistics.add(images.narrow(0, 16, 8));
      statistics.restate();
      assertThat(distance(network.forward(images), before)).isLessThan(1e-4);
      assertThat(distance(network.forwardTraining(images, 0, false).logits(), before))
          .isLessThan(1e-3);
    }
  }

  @Test
  void frozenNormalisationsKeepTheirBits() throws Exception {
    try (Model model = model();
        Model same = model();
        PointerScope scope = new PointerScope()) {
      Network network = model.network();
      network.freeze(name -> name.startsWith("layer1."));
      NormStatistics statistics = new NormStatistics(network);
      statistics.add(noise(8));
      statistics.restate();
      for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
        String frozen = "layer1.0.bn1." + part;
        assertThat(HostMemory.floats(network.state().get(frozen)))
            .isEqualTo(HostMemory.floats(same.network().state().get(frozen)));
        String free = "layer2.0.bn1." + part;
        assertThat(HostMemory.floats(network.state().get(free)))
            .isNotEqualTo(HostMemory.floats(same.network().state().get(free)));
      }
    }
  }
}
