package org.resnet4j.compiled.graph;

import java.util.List;
import org.resnet4j.layer.Parameter;

/**
 * One operation at its place in a network.
 *
 * @param name of its parameters, or of its place in the network
 * @param inputs the values it reads; the second of a convolution is the shortcut to add
 */
public record Step(String name, Operation operation, List<Value> inputs, Value output) {
  public Step {
    inputs = List.copyOf(inputs);
  }

  /** The only input, or the first. */
  public Value input() {
    return inputs.get(0);
  }

  /** Whether the output overwrites the last input, which has no later consumer. */
  public boolean isInPlace() {
    return operation.traits().inPlace();
  }

  /** Multiply-adds for one image in convolutions and linear layers. */
  public long multiplyAdds() {
    return operation.parameters().stream()
        .filter(parameter -> parameter.role() == Parameter.Role.WEIGHT)
        .mapToLong(weight -> weight.fanIn() * output.shape().size())
        .sum();
  }

  /** The case of this step's operation. */
  public <R> R accept(Operation.Cases<R> cases) {
    return operation.accept(cases, this);
  }
}
