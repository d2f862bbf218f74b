package org.resnet4j.train.optim;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.arch.Architecture;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/**
 * LAMB (You et al. 2020), in the form that timm gives it and Wightman et al. 2021 train with:
 * Adam's direction plus the decayed weight, as long as the weight itself. Parameters that do not
 * decay follow Adam's direction as it is.
 *
 * @param weightDecay the factor of the weight that is added to the direction
 * @param decayNorms whether normalisations and biases decay too
 */
public record Lamb(double rate, Adam adam, double weightDecay, boolean decayNorms)
    implements Optimizer {
  /** Checks the rate and the decay. */
  public Lamb {
    Optimizer.requireRate(rate);
    Optimizer.requireDecay(weightDecay);
  }

  @Override
  public Lamb withRate(double value) {
    return new Lamb(value, adam, weightDecay, decayNorms);
  }

  @Override
  public Lamb withWeightDecay(double value) {
    return new Lamb(rate, adam, value, decayNorms);
  }

  @Override
  public TensorMap momenta(Network network) {
    return Optimizer.zeros(network, 2);
  }

  @Override
  public Rule rule(Architecture network) {
    return (parameter, weight, gradient, moments, factor, step) -> {
      Tensor direction = adam.direction(gradient, moments, step);
      double trust = 1;
      if (weightDecay > 0 && (decayNorms || parameter.role() == Parameter.Role.WEIGHT)) {
        direction.add_(weight, new Scalar(weightDecay));
        double own = weight.norm().item_double();
        double other = direction.norm().item_double();
        trust = own > 0 && other > 0 ? own / other : 1;
      }
      weight.add_(direction, new Scalar(-rate * factor * trust));
    };
  }
}
