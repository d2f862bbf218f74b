package org.resnet4j.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The smallest and the largest value of a tensor, found in one pass over its memory.
 *
 * @param least NaN if one of the values is
 * @param largest NaN if one of the values is
 */
record Extremes(double least, double largest) {
  /** Of a tensor that is not empty. */
  static Extremes of(Tensor tensor) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      T_TensorTensor_T both = torch.aminmax(tensor);
      return new Extremes(both.get0().item_double(), both.get1().item_double());
    }
  }

  /** Whether all values are finite. */
  boolean finite() {
    return Double.isFinite(least) && Double.isFinite(largest);
  }

  /** One of them that is not finite. */
  double notFinite() {
    return Double.isFinite(least) ? largest : least;
  }
}
