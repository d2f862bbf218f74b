package org.resnet4j.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  @JsonSubTypes.Type(value = Muon.class, name = "muon")
})
public sealed interface Optimizer permits Sgd, Muon {
  /**
   * Changes some parameters of a network once. The memory of their gradients is used up.
   *
   * @param parameters which have a gradient; other threads may change others meanwhile
   * @param momenta what {@link #momenta} gave, with what earlier steps left in it
   * @param factor what the schedule multiplies the rates with
   */
  void step(
      Network network,
      List<Parameter> parameters,
      TensorMap gradients,
      TensorMap momenta,
      double factor);

  /** Empty memory for the trainable parameters of a network; the caller becomes its owner. */
  static TensorMap momenta(Network network) {
    Set<String> names = new HashSet<>();
    for (Parameter parameter : network.trainable()) {
      names.add(parameter.name());
    }
    return network.state().zeros(names::contains);
  }
}
