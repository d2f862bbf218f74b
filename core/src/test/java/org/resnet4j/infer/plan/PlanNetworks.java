package org.resnet4j.infer.plan;

import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.resnet4j.arch.Architecture;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.ReferenceNetworks;

/** Networks that compute sensible numbers at any depth, and images for them. */
final class PlanNetworks {
  private PlanNetworks() {}

  /**
   * The weights of the reference, but with branches that end small: together they add as much as
   * they get, so that values do not grow beyond all bounds in a network of 1202 layers.
   */
  static Network tame(Architecture architecture) {
    Network network = ReferenceNetworks.filled(architecture);
    List<Residual> residuals =
        architecture
            .layers()
            .walk()
            .filter(Residual.class::isInstance)
            .map(Residual.class::cast)
            .toList();
    try (NoGradGuard guard = new NoGradGuard();
        Scalar small = new Scalar(1 / Math.sqrt(residuals.size()))) {
      for (Residual residual : residuals) {
        Layer last =
            residual
                .branch()
                .walk()
                .filter(layer -> !layer.parameters().isEmpty())
                .reduce((first, second) -> second)
                .orElseThrow();
        network.state().get(last.parameters().get(0).name()).mul_(small);
      }
    }
    return network;
  }

  /** Values of about unit variance without a pattern, {@code [n, h, w, c]}. */
  static float[] images(int n, Shape shape) {
    float[] values = new float[Math.toIntExact(n * shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1.4 * Math.sin(i * 0.7 + i % 101 * 1.3));
    }
    return values;
  }
}
