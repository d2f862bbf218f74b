package org.resnet4j.train.optim;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
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
  @JsonSubTypes.Type(value = SlowBackbone.class, name = "slow-backbone"),
  @JsonSubTypes.Type(value = AdamW.class, name = "adamw"),
  @JsonSubTypes.Type(value = Lamb.class, name = "lamb")
})
public sealed interface Optimizer permits Sgd, Muon, SlowBackbone, AdamW, Lamb {
  /** Updates single parameters; threads may update different parameters concurrently. */
  interface Rule {
    /**
     * Updates a parameter once, in the caller's scope and without recording gradients. Overwrites
     * the gradient.
     *
     * @param velocity the parameter's tensor from {@link #momenta}, updated in place by each step
     * @param factor the schedule's factor on the rates
     * @param step the number of steps before this one
     */
    void update(
        Parameter parameter,
        Tensor weight,
        Tensor gradient,
        Tensor velocity,
        double factor,
        long step);
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
  default TensorMap momenta(Network network) {
    Set<String> names = new HashSet<>();
    for (Parameter parameter : network.trainable()) {
      names.add(parameter.name());
    }
    return network.state().zeros(names::contains);
  }

  /** Several momenta of zero for each trainable parameter, {@code [count, ...]}. */
  static TensorMap zeros(Network network, long count) {
    TensorMap zeros = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      for (Parameter parameter : network.trainable()) {
        Tensor weight = network.state().get(parameter.name());
        long[] shape =
            LongStream.concat(LongStream.of(count), LongStream.of(weight.shape())).toArray();
        zeros.put(parameter.name(), torch.zeros(shape, weight.options()));
      }
    }
    return zeros;
  }

  /** Refuses a learning rate that is not above 0. */
  static void requireRate(double rate) {
    if (!(rate > 0 && rate <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("expected a learning rate above 0, got " + rate);
    }
  }

  /** Refuses a weight decay below 0. */
  static void requireDecay(double weightDecay) {
    if (!(weightDecay >= 0 && weightDecay <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "expected a weight decay of at least 0, got " + weightDecay);
    }
  }
}
