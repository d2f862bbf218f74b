package org.resnet4j.train.optim;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The moments of Adam (Kingma and Ba 2015): running means of the gradient and of its square,
 * corrected for their start at zero.
 *
 * @param beta1 the decay of the first moment
 * @param beta2 the decay of the second
 * @param epsilon added to the root of the second
 */
public record Adam(double beta1, double beta2, double epsilon) {
  /** Checks that both decays are below 1. */
  public Adam {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
      throw new IllegalArgumentException(
          "expected two decays in [0, 1) and an epsilon above 0, got "
              + beta1
              + ", "
              + beta2
              + " and "
              + epsilon);
    }
  }

  /**
   * Updates the moments with a gradient.
   *
   * @param moments both, {@code [2, ...]}
   * @param step counted from 0
   * @return the direction to step against: the first moment over the root of the second
   */
  Tensor direction(Tensor gradient, Tensor moments, long step) {
    Tensor mean = moments.select(0, 0);
    Tensor square = moments.select(0, 1);
    mean.mul_(new Scalar(beta1)).add_(gradient, new Scalar(1 - beta1));
    square.mul_(new Scalar(beta2)).addcmul_(gradient, gradient, new Scalar(1 - beta2));
    Tensor root =
        square
            .sqrt()
            .div_(new Scalar(Math.sqrt(1 - Math.pow(beta2, step + 1.0))))
            .add_(new Scalar(epsilon));
    return torch.div(mean, root).div_(new Scalar(1 - Math.pow(beta1, step + 1.0)));
  }
}
