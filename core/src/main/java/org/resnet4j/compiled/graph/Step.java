package org.resnet4j.compiled.graph;

import java.util.List;
import org.resnet4j.layer.Conv;

/**
 * One operation at its place in a network.
 *
 * @param name of its parameters, or of the place where it stands
 * @param inputs what it reads; the second of a convolution is the shortcut that it adds itself to
 */
public record Step(String name, Operation operation, List<Value> inputs, Value output) {
  public Step {
    inputs = List.copyOf(inputs);
  }

  /** The only input, or the first. */
  public Value input() {
    return inputs.get(0);
  }

  /** Whether the output takes the memory of the last input, which nobody reads after this step. */
  public boolean isInPlace() {
    return operation instanceof Operation.Convolution convolution && convolution.sum();
  }

  /** Multiplications with an addition for one image, in convolutions and linear layers. */
  public long multiplyAdds() {
    if (operation instanceof Operation.Convolution convolution) {
      Conv conv = convolution.conv();
      long window = (long) conv.kernel() * conv.kernel();
      return output.shape().size() * conv.in() / conv.groups() * window;
    } else if (operation instanceof Operation.FullyConnected) {
      return input().shape().size() * output.shape().size();
    }
    return 0;
  }
}
