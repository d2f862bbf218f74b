package org.resnet4j.train.optim;

import java.util.Set;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;

/**
 * Discriminative learning rates (Howard and Ruder 2018, section 3.2) in two groups: the head learns
 * at the optimizer's rates, the pretrained backbone at a fraction of them.
 *
 * @param share the factor on the rates of the backbone
 */
public record SlowBackbone(double share, Sgd head) implements Optimizer {
  public SlowBackbone {
    if (!(share >= 0 && share <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "expected a backbone rate of at least 0 times the head's, got " + share);
    }
  }

  /** Changes the rate of the head; the backbone's rate scales with it. */
  @Override
  public SlowBackbone withRate(double value) {
    return new SlowBackbone(share, head.withRate(value));
  }

  @Override
  public SlowBackbone withWeightDecay(double value) {
    return new SlowBackbone(share, head.withWeightDecay(value));
  }

  @Override
  public Rule rule(Architecture network) {
    Set<String> headNames = new Backbone(network).head();
    Rule rule = head.rule(network);
    return (parameter, weight, gradient, velocity, factor, step) ->
        rule.update(
            parameter,
            weight,
            gradient,
            velocity,
            headNames.contains(parameter.name()) ? factor : share * factor,
            step);
  }
}
