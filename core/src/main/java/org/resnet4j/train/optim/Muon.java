package org.resnet4j.train.optim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.arch.Architecture;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Sequence;

/**
 * Muon (Jordan et al. 2024): the momentum of a filter bank, seen as a matrix {@code [out, in * k *
 * k]}, is orthogonalised before it is applied, so that all its directions learn at the same rate.
 * It applies to convolutions before a normalisation: their norm has no effect, so it is fixed to
 * the square root of the number of filters. All other parameters follow {@code rest}.
 *
 * @param rate the length of a step along each direction
 * @param momentum with Nesterov's look-ahead
 * @param iterations of the Newton-Schulz orthogonalisation; 5 is usual
 */
public record Muon(double rate, double momentum, int iterations, Sgd rest) implements Optimizer {
  /** Coefficients that grow small singular values fastest: Jordan et al. 2024. */
  private static final double[] QUINTIC = {3.4445, -4.7750, 2.0315};

  private static final double EPSILON = 1e-7;

  /** Changes the rate of the filter banks; the other rates keep their ratio to it. */
  @Override
  public Muon withRate(double value) {
    return new Muon(value, momentum, iterations, rest.withRate(rest.rate() * value / rate));
  }

  /** Changes the weight decay of all parameters except the filter banks, whose norm is fixed. */
  @Override
  public Muon withWeightDecay(double value) {
    return new Muon(rate, momentum, iterations, rest.withWeightDecay(value));
  }

  @Override
  public Rule rule(Architecture network) {
    Set<String> filterBanks = filterBanks(network.layers());
    Rule others = rest.rule(network);
    return (parameter, weight, gradient, velocity, factor, step) -> {
      if (filterBanks.contains(parameter.name())) {
        update(weight, gradient, velocity, factor);
      } else {
        others.update(parameter, weight, gradient, velocity, factor, step);
      }
    };
  }

  private void update(Tensor weight, Tensor gradient, Tensor velocity, double factor) {
    Tensor direction = Momentum.apply(gradient, velocity, momentum, true);
    weight.mul_(
        torch.mul(weight.norm().reciprocal(), new Scalar(Math.sqrt((double) weight.size(0)))));
    weight.add_(orthogonal(direction.flatten(1, -1)).view_as(weight), new Scalar(-rate * factor));
  }

  /**
   * The nearest matrix whose singular values are all about 1, by Newton-Schulz iteration.
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

  /** The names of the convolution weights directly before a normalisation. */
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
                  names.add(conv.weights().name());
                }
              }
            });
    return names;
  }
}
