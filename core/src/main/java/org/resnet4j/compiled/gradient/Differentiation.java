package org.resnet4j.compiled.gradient;

import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Network.TrainingOutput;
import org.resnet4j.torch.TensorMap;

/** Computes gradients of one network; any number of threads may ask at once. */
public interface Differentiation extends AutoCloseable {
  /**
   * The fastest way for a network: compiled if it can be, else layer by layer.
   *
   * @param network as it is now; what is frozen must not change afterwards
   */
  static Differentiation of(Network network) {
    return CompiledDifferentiation.obstacle(network).isEmpty()
        ? new CompiledDifferentiation(network)
        : new LayerwiseDifferentiation(network);
  }

  /**
   * Computes the logits of images, the loss that they have, and its gradients, by the names of the
   * parameters that are not frozen; where the loss does not depend on one, it is missing or zero.
   * The caller becomes the owner.
   *
   * @param images {@code [n, c, h, w]} in 32 bits, channels last
   * @param seed decides what dropout drops
   * @param tracking whether the running statistics move towards those of these images, which one
   *     caller at a time may ask for
   * @param loss a single number, from the logits
   */
  TensorMap gradients(
      Tensor images, long seed, boolean tracking, Function<TrainingOutput, Tensor> loss);

  /** Frees what was made ready. The network stays. */
  @Override
  void close();
}
