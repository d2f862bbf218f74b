package org.resnet4j.compiled.gradient;

import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Network.TrainingOutput;
import org.resnet4j.torch.TensorMap;

/** Differentiation by libtorch's autograd, layer by layer, for every network on every device. */
public record LayerwiseDifferentiation(Network network) implements Differentiation {
  @Override
  public TensorMap gradients(
      Tensor images, long seed, boolean tracking, Function<TrainingOutput, Tensor> loss) {
    return network.gradients(loss.apply(network.forwardTraining(images, seed, tracking)));
  }

  @Override
  public void close() {
    // Nothing to free.
  }
}
