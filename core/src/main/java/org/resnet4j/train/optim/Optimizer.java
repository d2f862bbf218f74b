package org.resnet4j.train.optim;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.arch.Architecture;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/**
 * An immutable rule for updating parameters from gradients. Its state between steps is a map of
 * momenta that the caller keeps.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = Muon.class, name = "muon"),
  @JsonSubTypes.Type(value = SlowBackbone.class, name = "slow-backbone")
})
public sealed interface Optimizer permits Sgd, Muon, SlowBackbone {
  /** Updates single parameters; threads may update different parameters concurrently. */
  interface Rule {
    /**
     * Updates a parameter once, in the caller's scope and without recording gradients. Overwrites
     * the gradient.
     *
     * @param velocity the parameter's tensor from {@link #momenta}, updated in place by each step
     * @param factor the schedule's factor on the rates
     */
    void update(
        Parameter parameter, Tensor weight, Tensor gradient, Tensor velocity, double factor);
  }

  /** The rule for the parameters of a network. */
  Rule rule(Architecture network);

  /**
   * A copy with another learning rate for the main group of parameters; the rates of other groups
   * keep their ratio to it.
   *
   * @param rate above 0
   */
  Optimizer withRate(double rate);

  /**
   * A copy with another weight decay.
   *
   * @param weightDecay 0 or more
   */
  Optimizer withWeightDecay(double weightDecay);

  /** Zero momenta for the trainable parameters of a network; the caller owns them. */
  static TensorMap momenta(Network network) {
    Set<String> names = new HashSet<>();
    for (Parameter parameter : network.trainable()) {
      names.add(parameter.name());
    }
    return network.state().zeros(names::contains);
  }
}
