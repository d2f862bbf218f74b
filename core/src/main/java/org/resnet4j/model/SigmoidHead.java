package org.resnet4j.model;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.Recognised;

/**
 * Converts weights with one logit, whose sigmoid is the probability of the second of two classes.
 * Since {@code softmax(0, z) = (1 - sigmoid(z), sigmoid(z))}, a network with a preceding logit that
 * is always 0 gives the same probabilities.
 */
final class SigmoidHead {
  /** The assumption, as text for users. */
  static final String ASSUMPTION =
      "its one logit is taken for two classes: sigmoid gives the probability of class 1";

  private SigmoidHead() {}

  /** Whether weights have exactly one logit. */
  static boolean isOf(Recognised weights) {
    return weights.architecture().options().classes() == 1;
  }

  /** The network with two classes, which the caller closes; it shares unchanged tensors. */
  static Recognised asSoftmax(Recognised weights, Catalog catalog) {
    Architecture architecture =
        catalog.build(
            weights.architecture().name(),
            options -> weights.architecture().options().withClasses(2));
    TensorMap tensors = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      for (Parameter parameter : architecture.layers().allParameters()) {
        Tensor tensor = weights.tensors().asMap().get(parameter.name());
        if (tensor != null) { // Counters of batches may be missing.
          List<Integer> shape = HostMemory.shape(tensor);
          tensors.put(
              parameter.name(),
              shape.equals(parameter.shape())
                  ? tensor
                  : torch.cat(new TensorVector(torch.zeros_like(tensor), tensor), 0));
        }
      }
    }
    return new Recognised(
        architecture,
        weights.origin(),
        tensors,
        weights.prefix(),
        weights.hasHead(),
        weights.leftOut());
  }
}
