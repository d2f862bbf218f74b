package org.resnet4j.layer;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Weights each channel by a number computed from all of them: {@code y = x * sigmoid(gate(x))}. Hu
 * et al. 2018, section 3, equation 4.
 *
 * @param gate from maps {@code [n, c, h, w]} to one value a channel, {@code [n, c, 1, 1]}
 */
public record ChannelGate(Layer gate) implements Layer {
  @Override
  public List<Layer> children() {
    return List.of(gate);
  }

  @Override
  public Layer mapChildren(UnaryOperator<Layer> change) {
    return new ChannelGate(change.apply(gate));
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.multiply(x, ops.sigmoid(gate.apply(ops, x)));
  }
}
