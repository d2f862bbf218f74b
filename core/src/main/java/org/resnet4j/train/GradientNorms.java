package org.resnet4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.data.Batch;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.train.recipe.Loss;

/** The gradient norm of each layer's weights for a batch. */
public final class GradientNorms {
  private GradientNorms() {}

  /**
   * The root mean square of the gradient of the mean loss with respect to the weights of each
   * convolution and linear layer, by their names in the order of computation, without side
   * classifiers. Normalisations use the statistics of the batch, as in training; nothing in the
   * network changes.
   */
  public static Map<String, Double> of(Network network, Batch batch, Loss loss) {
    try (PointerScope scope = new PointerScope()) {
      Tensor pixels =
          HostMemory.images(batch.pixels(), batch.size(), batch.shape(), network.device());
      Tensor labels = HostMemory.labels(batch.labels(), batch.size(), network.device());
      Tensor mean = loss.each(network.forwardTraining(pixels, 0, false).logits(), labels).mean();
      Map<String, Double> norms = new LinkedHashMap<>();
      try (TensorMap gradients = network.gradients(mean)) {
        for (Parameter parameter : network.trainable()) {
          Tensor gradient = gradients.asMap().get(parameter.name());
          if (parameter.role() == Parameter.Role.WEIGHT && gradient != null) {
            norms.put(parameter.name(), rootMeanSquare(gradient));
          }
        }
      }
      return norms;
    }
  }

  private static double rootMeanSquare(Tensor values) {
    return values.norm().item_double() / Math.sqrt((double) values.numel());
  }
}
