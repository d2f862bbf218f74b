package org.resnet4j.train;

import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/** Stochastic gradient descent with momentum. */
final class SgdOptimizer implements Optimizer {
  private final OptimizerRecipe.Sgd recipe;
  private final Network network;
  private final List<Parameter> parameters;
  private final TensorMap momenta;

  /**
   * @param only which of the network's trainable parameters to change
   */
  SgdOptimizer(OptimizerRecipe.Sgd recipe, Network network, Predicate<Parameter> only) {
    this.recipe = recipe;
    this.network = network;
    this.parameters = network.trainable().stream().filter(only).toList();
    this.momenta = Gradients.zerosFor(network, parameters);
  }

  @Override
  public void step(double factor) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar minusRate = new Scalar(-recipe.rate() * factor);
      Scalar momentum = new Scalar(recipe.momentum());
      Scalar decay = new Scalar(recipe.weightDecay());
      for (Parameter parameter : parameters) {
        Tensor weight = network.state().get(parameter.name());
        Tensor gradient = weight.mutable_grad();
        if (!gradient.defined()) {
          continue;
        }
        if (recipe.weightDecay() > 0
            && (recipe.decayNorms() || parameter.role() == Parameter.Role.WEIGHT)) {
          gradient.add_(weight, decay);
        }
        Tensor velocity = momenta.get(parameter.name());
        velocity.mul_(momentum).add_(gradient);
        Tensor direction = recipe.nesterov() ? gradient.add_(velocity, momentum) : velocity;
        weight.add_(direction, minusRate);
        Gradients.clear(weight);
      }
    }
  }

  @Override
  public TensorMap memory() {
    return momenta;
  }

  @Override
  public void close() {
    momenta.close();
  }
}
