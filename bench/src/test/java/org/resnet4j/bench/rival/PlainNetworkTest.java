package org.resnet4j.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.Catalog;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

class PlainNetworkTest {
  @Test
  void computesTheSameByPlanes() {
    try (PointerScope scope = new PointerScope();
        Network network =
            Network.create(
                Catalog.standard().build("resnet18-stem3x3"),
                Initialization.DEFAULT,
                1,
                Device.CPU,
                Precision.FP32)) {
      Tensor images = torch.ones(2, 3, 32, 32);
      float[] before = HostMemory.floats(network.forward(images));
      PlainNetwork.of(network);
      assertThat(HostMemory.floats(network.forward(images)))
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(before);
      assertThat(network.trainable())
          .allMatch(parameter -> network.state().get(parameter.name()).requires_grad());
      Tensor maps = network.features(images, "layer2");
      assertThat(maps.is_contiguous(MemoryFormat.Contiguous)).isTrue();
    }
  }
}
