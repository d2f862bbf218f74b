package org.resnet4j.train;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/**
 * Stochastic gradient descent with momentum as torch defines it: {@code v = momentum * v + g; w -=
 * rate * v}, or {@code w -= rate * (g + momentum * v)} with Nesterov's look-ahead.
 *
 * @param weightDecay added to the gradient times the weight
 * @param decayNorms whether normalisations and biases decay too, as in He et al. 2015
 */
public record Sgd(
    double rate, double momentum, boolean nesterov, double weightDecay, boolean decayNorms)
    implements Optimizer {

  @Override
  public void step(
      Network network,
      List<Parameter> parameters,
      TensorMap gradients,
      TensorMap momenta,
      double factor) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar minusRate = new Scalar(-rate * factor);
      for (Parameter parameter : parameters) {
        String name = parameter.name();
        Tensor weight = network.state().get(name);
        Tensor gradient = gradients.get(name);
        if (decayNorms || parameter.role() == Parameter.Role.WEIGHT) {
          gradient.add_(weight, new Scalar(weightDecay));
        }
        weight.add_(Momentum.apply(gradient, momenta.get(name), momentum, nesterov), minusRate);
      }
    }
  }
}
