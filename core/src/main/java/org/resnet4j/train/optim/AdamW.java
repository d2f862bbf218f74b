package org.resnet4j.train.optim;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.arch.Architecture;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as torch defines it: {@code w *= 1
 * - rate * decay; w -= rate * direction}.
 *
 * @param weightDecay the share of a weight that a step at rate 1 removes
 * @param decayNorms whether normalisations and biases decay too
 */
public record AdamW(double rate, Adam adam, double weightDecay, boolean decayNorms)
    implements Optimizer {
  /** Checks the rate and the decay. */
  public AdamW {
    Optimizer.requireRate(rate);
    Optimizer.requireDecay(weightDecay);
  }

  @Override
  public AdamW withRate(double value) {
    return new AdamW(value, adam, weightDecay, decayNorms);
  }

  @Override
  public AdamW withWeightDecay(double value) {
    return new AdamW(rate, adam, value, decayNorms);
  }

  @Override
  public TensorMap momenta(Network network) {
    return Optimizer.zeros(network, 2);
  }

  @Override
  public Rule rule(Architecture network) {
    return (parameter, weight, gradient, moments, factor, step) -> {
      if (decayNorms || parameter.role() == Parameter.Role.WEIGHT) {
        weight.mul_(new Scalar(1 - rate * factor * weightDecay));
      }
      Tensor direction = adam.direction(gradient, moments, step);
      weight.add_(direction, new Scalar(-rate * factor));
    };
  }
}
