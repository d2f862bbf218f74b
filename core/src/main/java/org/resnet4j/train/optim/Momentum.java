package org.resnet4j.train.optim;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Heavy-ball and Nesterov momentum (Sutskever et al. 2013), in the form that torch uses. */
final class Momentum {
  private Momentum() {}

  /**
   * Decays a velocity and adds a gradient to it.
   *
   * @return the direction to step against: the velocity, or with Nesterov momentum the gradient,
   *     changed in place
   */
  static Tensor apply(Tensor gradient, Tensor velocity, double momentum, boolean nesterov) {
    Scalar factor = new Scalar(momentum);
    velocity.mul_(factor).add_(gradient);
    return nesterov ? gradient.add_(velocity, factor) : velocity;
  }
}
