package org.resnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.train.recipe.Loss;

/** Gradients by layer against differences of losses. */
class GradientNormsTest {
  private static final Loss LOSS = new Loss(0, List.of());

  private static double loss(Network network, Batch batch) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor pixels = HostMemory.images(batch.pixels(), batch.size(), batch.shape(), Device.CPU);
      Tensor labels = HostMemory.labels(batch.labels(), batch.size(), Device.CPU);
      Tensor logits = network.forwardTraining(pixels, 0, false).logits();
      return LOSS.each(logits, labels).mean().item_double();
    }
  }

  @Test
  void aStepAgainstTheGradientLowersTheLossByTheSquareOfItsNorm() {
    Dataset images = TinyRun.images(32, 32).train();
    Network network =
        Network.create(
            TinyRun.CATALOG.build("cifar-resnet8", options -> options.withInput(images.shape())),
            Initialization.DEFAULT,
            1,
            Device.CPU,
            Precision.FP32);
    try (network;
        TensorMap before = network.state().copy(name -> true);
        Loader loader = Loader.evaluation(images, Normalisation.of(images), 32)) {
      Batch batch = Objects.requireNonNull(loader.next());
      Map<String, Double> norms = GradientNorms.of(network, batch, LOSS);
      assertThat(norms.keySet())
          .containsExactly(
              "conv1.weight",
              "layer1.0.conv1.weight",
              "layer1.0.conv2.weight",
              "layer2.0.conv1.weight",
              "layer2.0.conv2.weight",
              "layer3.0.conv1.weight",
              "layer3.0.conv2.weight",
              "fc.weight");
      before
          .asMap()
          .forEach(
              (name, tensor) ->
                  assertThat(network.state().get(name).equal(tensor)).as(name).isTrue());
      String name = "fc.weight";
      double start = loss(network, batch);
      double step = 1e-2;
      try (PointerScope scope = new PointerScope();
          TensorMap gradients = gradients(network, batch);
          NoGradGuard guard = new NoGradGuard()) {
        network.state().get(name).add_(gradients.get(name), new Scalar(-step));
        double squares = norms.get(name) * norms.get(name) * gradients.get(name).numel();
        double fall = (start - loss(network, batch)) / step;
        assertThat(fall).isCloseTo(squares, within(0.03 * squares));
      }
    }
  }

  private static TensorMap gradients(Network network, Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      Tensor pixels = HostMemory.images(batch.pixels(), batch.size(), batch.shape(), Device.CPU);
      Tensor labels = HostMemory.labels(batch.labels(), batch.size(), Device.CPU);
      return network.gradients(
          LOSS.each(network.forwardTraining(pixels, 0, false).logits(), labels).mean());
    }
  }
}
