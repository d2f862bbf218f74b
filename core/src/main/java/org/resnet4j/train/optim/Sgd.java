package org.resnet4j.train.optim;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.arch.Architecture;
import org.resnet4j.layer.Parameter;

/**
 * Stochastic gradient descent with momentum as torch defines it: {@code v = momentum * v + g; w -=
 * rate * v}, or {@code w -= rate * (g + momentum * v)} with Nesterov's look-ahead.
 *
 * @param weightDecay the factor of the weight that is added to the gradient
 * @param decayNorms whether normalisations and biases decay too, as in He et al. 2015
 */
public record Sgd(
    double rate, double momentum, boolean nesterov, double weightDecay, boolean decayNorms)
    implements Optimizer {

  public Sgd {
    Optimizer.requireRate(rate);
    Optimizer.requireDecay(weightDecay);
  }

  @Override
  public Sgd withRate(double value) {
    return new Sgd(value, momentum, nesterov, weightDecay, decayNorms);
  }

  @Override
  public Sgd withWeightDecay(double value) {
    return new Sgd(rate, momentum, nesterov, value, decayNorms);
  }

  @Override
  public Rule rule(Architecture network) {
    return this::update;
  }

  private void update(
      Parameter parameter,
      Tensor weight,
      Tensor gradient,
      Tensor velocity,
      double factor,
      long step) {
    if (decayNorms || parameter.role() == Parameter.Role.WEIGHT) {
      gradient.add_(weight, new Scalar(weightDecay));
    }
    weight.add_(Momentum.apply(gradient, velocity, momentum, nesterov), new Scalar(-rate * factor));
  }
}
