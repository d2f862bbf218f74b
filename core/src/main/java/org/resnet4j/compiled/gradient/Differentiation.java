package org.resnet4j.compiled.gradient;

import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Network.TrainingOutput;
import org.resnet4j.torch.TensorMap;

/** Computes gradients of one network; any number of threads may call it concurrently. */
public interface Differentiation extends AutoCloseable {
  /**
   * The fastest differentiation of a network: compiled if possible, else layer by layer.
   *
   * @param network whose set of frozen parameters must not change afterwards
   */
  static Differentiation of(Network network) {
    return CompiledDifferentiation.obstacle(network).isEmpty()
        ? new CompiledDifferentiation(network)
        : new LayerwiseDifferentiation(network);
  }

  /**
   * Computes the logits of a batch, their loss, and its gradients by the names of the trainable
   * parameters. The gradient of a parameter that does not affect the loss is missing or zero. The
   * caller owns the result.
   *
   * @param images {@code [n, c, h, w]} in fp32, channels last
   * @param seed of dropout
   * @param tracking whether to update the running statistics; only one caller at a time may do so
   * @param loss a scalar function of the logits
   */
  TensorMap gradients(
      Tensor images, long seed, boolean tracking, Function<TrainingOutput, Tensor> loss);

  /** Frees compiled programs and their memory. The network stays open. */
  @Override
  void close();
}
