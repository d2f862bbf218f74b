package org.resnet4j.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TameNetworks;
import org.resnet4j.torch.TensorMap;

class CompiledDifferentiationTest {
  private static final int IMAGES = 6;

  static Stream<Architecture> catalog() {
    return TameNetworks.catalog()
        .filter(
            architecture -> {
              try (Network network = TameNetworks.tame(architecture)) {
                var o = CompiledDifferentiation.obstacle(network);
                System.out.println(architecture.name() + " " + o);
                return o.isEmpty();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("catalog")
  void gradientsAreThoseOfTheLayers(Architecture architecture) {
    try (Network layers = TameNetworks.tame(architecture);
        Network compiled = layers.copy();
        Differentiation slow = new LayerwiseDifferentiation(layers);
        Differentiation fast = new CompiledDifferentiation(compiled);
        TensorMap wanted = gradients(slow, architecture);
        TensorMap came = gradients(fast, architecture)) {
      assertThat(came.asMap().keySet()).isEqualTo(wanted.asMap().keySet());
      String worst = "";
      double most = 0;
      for (String name : wanted.asMap().keySet()) {
        double d = difference(came.get(name), wanted.get(name));
        if (d > most) {
          most = d;
          worst = name;
        }
      }
      double s = 0;
      for (String name : layers.state().asMap().keySet()) {
        s = Math.max(s, difference(compiled.state().get(name), layers.state().get(name)));
      }
      System.out.println(architecture.name() + " " + most + " " + worst + " state " + s);
    }
  }

  private static TensorMap gradients(Differentiation differentiation, Architecture architecture) {
    Shape shape = architecture.options().input();
    try (PointerScope scope = new PointerScope()) {
      Tensor images =
          HostMemory.images(TameNetworks.images(IMAGES, shape), IMAGES, shape, Device.CPU);
      Tensor labels = torch.tensor(new long[] {0, 1, 2, 3, 4, 5});
      return differentiation.gradients(
          images, 0, true, output -> torch.cross_entropy_loss(output.logits(), labels));
    }
  }

  /** The norm of the difference as a share of the norm. */
  private static double difference(Tensor came, Tensor wanted) {
    try (PointerScope scope = new PointerScope()) {
      Tensor a = came.to(torch.ScalarType.Double);
      Tensor b = wanted.to(torch.ScalarType.Double);
      return a.sub(b).norm().item_double() / b.norm().item_double();
    }
  }
}
