package org.resnet4j.arch;

import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Sequence;

/**
 * Leaves out residual branches at random in training, image by image: Huang et al. 2016. The
 * probability grows in proportion to the depth, from none at the first branch to the whole rate at
 * the last, as in timm.
 */
public final class StochasticDepth {
  private final double rate;
  private final long last;
  private long seen;

  private StochasticDepth(Layer layers, double rate) {
    this.rate = rate;
    last = Math.max(1, layers.walk().filter(Residual.class::isInstance).count() - 1);
  }

  /**
   * The network with stochastic depth. It has the same parameters, and computes the same outside
   * training.
   *
   * @param rate of the last branch, in [0, 1)
   */
  public static Architecture in(Architecture network, double rate) {
    Layer layers = network.layers();
    return new Architecture(
        network.name(), network.options(), new StochasticDepth(layers, rate).changed(layers));
  }

  private Layer changed(Layer layer) {
    if (!(layer instanceof Residual residual)) {
      return layer.mapChildren(this::changed);
    }
    double own = rate * seen++ / last;
    Layer branch = changed(residual.branch());
    Layer shortcut = changed(residual.shortcut());
    return own == 0
        ? new Residual(branch, shortcut)
        : new Residual(Sequence.sequence(branch, new Dropout(own, true)), shortcut);
  }
}
