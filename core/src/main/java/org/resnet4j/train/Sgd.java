package org.resnet4j.train;

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
  public void step(Network network, TensorMap momenta, double factor) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar minusRate = new Scalar(-rate * factor);
      for (Parameter parameter : network.trainable()) {
        Tensor weight = network.state().get(parameter.name());
        if (weight.mutable_grad().defined()) {
          boolean decays = decayNorms || parameter.role() == Parameter.Role.WEIGHT;
          Tensor velocity = momenta.get(parameter.name());
          weight.add_(direction(weight, velocity, decays ? weightDecay : 0), minusRate);
          weight.mutable_grad().reset();
        }
      }
    }
  }

  /**
   * Updates the velocity by the weight's gradient, and gives the direction against which to step.
   */
  private Tensor direction(Tensor weight, Tensor velocity, double decay) {
    Tensor gradient = weight.mutable_grad();
    if (decay > 0) {
      gradient.add_(weight, new Scalar(decay));
    }
    return Momentum.apply(gradient, velocity, momentum, nesterov);
  }
}
