package org.resnet4j.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Sequence;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/**
 * Muon (Jordan et al. 2024): the momentum of a filter bank, seen as a matrix {@code [out, in * k *
 * k]}, is made orthogonal before it is applied, so that all its directions learn at one speed. It
 * serves the convolutions in front of a normalisation: their length means nothing, so it is kept at
 * the root of the filters' number. All other parameters follow {@code rest}.
 *
 * @param rate the length of a step along each direction
 * @param momentum with Nesterov's look-ahead
 * @param iterations of the Newton-Schulz orthogonalisation; 5 are usual
 */
public record Muon(double rate, double momentum, int iterations, Sgd rest) implements Optimizer {
  /** Coefficients that grow small singular values fastest: Jordan et al. 2024. */
  private static final double[] QUINTIC = {3.4445, -4.7750, 2.0315};

  private static final double EPSILON = 1e-7;

  @Override
  public void step(
      Network network,
      List<Parameter> parameters,
      TensorMap gradients,
      TensorMap momenta,
      double factor) {
    Set<String> filterBanks = filterBanks(network.architecture().layers());
    List<Parameter> others = new ArrayList<>();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar minusRate = new Scalar(-rate * factor);
      for (Parameter parameter : parameters) {
        String name = parameter.name();
        if (!filterBanks.contains(name)) {
          others.add(parameter);
        } else {
          Tensor weight = network.state().get(name);
          Tensor direction = Momentum.apply(gradients.get(name), momenta.get(name), momentum, true);
          int filters = parameter.shape().get(0);
          weight.mul_(torch.mul(weight.norm().reciprocal(), new Scalar(Math.sqrt(filters))));
          weight.add_(orthogonal(direction.flatten(1, -1)).view_as(weight), minusRate);
        }
      }
    }
    rest.step(network, others, gradients, momenta, factor);
  }

  /**
   * The nearest matrix whose singular values are all about one, by Newton-Schulz iteration.
   *
   * @param matrix {@code [rows, columns]}
   */
  Tensor orthogonal(Tensor matrix) {
    boolean tall = matrix.size(0) > matrix.size(1);
    Tensor x = tall ? matrix.t() : matrix;
    x = torch.div(x, torch.add(x.norm(), new Scalar(EPSILON)));
    for (int i = 0; i < iterations; i++) {
      Tensor a = x.mm(x.t());
      Tensor b = torch.addmm(a, a, a, new Scalar(QUINTIC[1]), new Scalar(QUINTIC[2]));
      x = torch.addmm(x, b, x, new Scalar(QUINTIC[0]), new Scalar(1));
    }
    return tall ? x.t() : x;
  }

  /** The names of the convolution weights directly in front of a normalisation. */
  static Set<String> filterBanks(Layer layers) {
    Set<String> names = new HashSet<>();
    layers
        .walk()
        .filter(layer -> layer instanceof Sequence)
        .forEach(
            sequence -> {
              List<Layer> members = sequence.children();
              for (int i = 1; i < members.size(); i++) {
                if (members.get(i) instanceof BatchNorm
                    && members.get(i - 1) instanceof Conv conv) {
                  names.add(conv.name() + ".weight");
                }
              }
            });
    return names;
  }
}
