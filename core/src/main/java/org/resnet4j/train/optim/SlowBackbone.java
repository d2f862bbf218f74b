package org.resnet4j.train.optim;

import java.util.Set;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;

/**
 * The head of a network learns at an optimizer's rates, and the backbone, which is trained already,
 * at a share of them: discriminative rates, Howard and Ruder 2018, section 3.2, in two groups.
 *
 * @param share what the rates of the backbone are multiplied with
 */
public record SlowBackbone(double share, Sgd head) implements Optimizer {
  public SlowBackbone {
    if (!(share >= 0 && share <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "expected a backbone rate of at least 0 times the head's, got " + share);
    }
  }

  /** The rate of the head; that of the backbone keeps its share. */
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
    return (parameter, weight, gradient, velocity, factor) ->
        rule.update(
            parameter,
            weight,
            gradient,
            velocity,
            headNames.contains(parameter.name()) ? factor : share * factor);
  }
}
