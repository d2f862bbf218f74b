package org.resnet4j.layer;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A residual connection whose shortcut a gate can close: {@code y = branch(x) + (1 - g) *
 * shortcut(x)} with {@code g = sigmoid(gate(x))}. He et al. 2016, section 3.1.
 *
 * @param gate from the input to values of the shape of the output
 * @param exclusive whether the branch is multiplied by {@code g}, as in the highway networks of
 *     Srivastava et al. 2015
 */
public record Gated(Layer gate, Layer branch, Layer shortcut, boolean exclusive) implements Layer {
  private static final Affine NEGATION = new Affine(-1, 0);

  @Override
  public List<Layer> children() {
    return List.of(gate, branch, shortcut);
  }

  @Override
  public Layer mapChildren(UnaryOperator<Layer> change) {
    return new Gated(change.apply(gate), change.apply(branch), change.apply(shortcut), exclusive);
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    T open = gate.apply(ops, x);
    T added = branch.apply(ops, x);
    if (exclusive) {
      added = ops.multiply(added, ops.sigmoid(open));
    }
    T closed = ops.sigmoid(NEGATION.apply(ops, open)); // 1 - sigmoid(z) = sigmoid(-z)
    return ops.add(added, ops.multiply(shortcut.apply(ops, x), closed));
  }
}
