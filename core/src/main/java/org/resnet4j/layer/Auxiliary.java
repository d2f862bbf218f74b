package org.resnet4j.layer;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A side classifier attached to the main path in training (Szegedy et al. 2014, section 5); the
 * main path passes through unchanged.
 *
 * @param head from the value at this place to logits {@code [n, classes]}
 * @param lossWeight the share of its loss that is added to the main loss
 */
public record Auxiliary(Layer head, double lossWeight) implements Layer {
  @Override
  public List<Layer> children() {
    return List.of(head);
  }

  @Override
  public Layer mapChildren(UnaryOperator<Layer> change) {
    return new Auxiliary(change.apply(head), lossWeight);
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.auxiliary(this, x);
  }
}
