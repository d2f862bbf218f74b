package org.resnet4j.train;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/** The gradients that hang on the parameters of a network, and memory of their shapes. */
final class Gradients {
  private Gradients() {}

  /** Drops the gradient of a parameter, so that the next backward pass need not add to it. */
  static void clear(Tensor weight) {
    weight.mutable_grad().reset();
  }

  /** Zeros in the shapes of the given parameters. */
  static TensorMap zerosFor(Network network, List<Parameter> parameters) {
    Set<String> names = new HashSet<>();
    parameters.forEach(parameter -> names.add(parameter.name()));
    return network.state().zeros(names::contains);
  }
}
