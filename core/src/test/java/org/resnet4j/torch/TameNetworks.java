package org.resnet4j.torch;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Summary;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Shape;

/** Networks that compute sensible numbers at any depth, and images for them. */
public final class TameNetworks {
  /** Of which each family has one or another. */
  private static final List<Integer> DEPTHS = List.of(8, 11, 16, 20);

  /** Larger ones differ in nothing but size, and take long; {@code -Dplans=all} tests them too. */
  private static final long MOST_PARAMETERS =
      "all".equals(System.getProperty("plans")) ? Long.MAX_VALUE : 46_000_000;

  private TameNetworks() {}

  /** A network of each kind. */
  public static Stream<Architecture> catalog() {
    return Catalog.standard().entries().stream()
        .map(TameNetworks::build)
        .filter(network -> Summary.of(network).parameters() <= MOST_PARAMETERS);
  }

  /** For images of at most 64 pixels, which the networks for 224 pixels can take as well. */
  private static Architecture build(Catalog.Entry entry) {
    Shape input = entry.defaults().input();
    int size = Math.min(64, input.height());
    Shape small = new Shape(input.channels(), size, size);
    if (!entry.isFamily()) {
      return Catalog.standard().build(entry.name(), options -> options.withInput(small));
    }
    for (int depth : DEPTHS) {
      try {
        return Catalog.standard().build(entry.name() + depth);
      } catch (IllegalArgumentException e) {
        continue; // The family has no network of that depth.
      }
    }
    throw new AssertionError(entry.name());
  }

  /**
   * The weights of the reference, but with branches that end small: together they add as much as
   * they get, so that values do not grow beyond all bounds in a network of 1202 layers.
   */
  public static Network tame(Architecture architecture) {
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
        residual
            .branch()
            .apply(new ScaledBy(), List.<Parameter>of())
            .forEach(last -> network.state().get(last.name()).mul_(small));
      }
    }
    return network;
  }

  /** Values of about unit variance without a pattern, {@code [n, h, w, c]}. */
  public static float[] images(int n, Shape shape) {
    float[] values = new float[Math.toIntExact(n * shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1.4 * Math.sin(i * 0.7 + i % 101 * 1.3));
    }
    return values;
  }
}
