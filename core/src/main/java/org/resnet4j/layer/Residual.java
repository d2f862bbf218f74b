package org.resnet4j.layer;

import java.util.List;
import java.util.function.UnaryOperator;

/** y = branch(x) + shortcut(x): the residual connection. He et al. 2015, equation 1. */
public record Residual(Layer branch, Layer shortcut) implements Layer {
  @Override
  public List<Layer> children() {
    return List.of(branch, shortcut);
  }

  @Override
  public Layer mapChildren(UnaryOperator<Layer> change) {
    return new Residual(change.apply(branch), change.apply(shortcut));
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.add(branch.apply(ops, x), shortcut.apply(ops, x));
  }
}
