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
 * A rule by which gradients change parameters. It is a value; what it remembers between steps is a
 * map of momenta that the caller keeps.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = Muon.class, name = "muon"),
  @JsonSubTypes.Type(value = SlowBackbone.class, name = "slow-backbone")
})
public sealed interface Optimizer permits Sgd, Muon, SlowBackbone {
  /** How a single parameter changes; several threads may change different ones at once. */
  interface Rule {
    /**
     * Changes a parameter once, in the caller's scope and without gradients being recorded. The
     * memory of the gradient is used up.
     *
     * @param velocity what {@link #momenta} gave, with what earlier steps left in it
     * @param factor what the schedule multiplies the rates with
     */
    void update(
        Parameter parameter, Tensor weight, Tensor gradient, Tensor velocity, double factor);
  }

  /** The rule for the parameters of a network. */
  Rule rule(Architecture network);

  /**
   * The same optimizer with another learning rate: that of its main group of parameters, to which
   * those of others keep their ratio.
   *
   * @param rate above 0
   */
  Optimizer withRate(double rate);

  /**
   * The same optimizer with another weight decay, where weights decay.
   *
   * @param weightDecay 0 or more
   */
  Optimizer withWeightDecay(double weightDecay);

  /** Empty memory for the trainable parameters of a network; the caller becomes its owner. */
  static TensorMap momenta(Network network) {
    Set<String> names = new HashSet<>();
    for (Parameter parameter : network.trainable()) {
      names.add(parameter.name());
    }
    return network.state().zeros(names::contains);
  }
}
