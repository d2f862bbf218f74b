package org.resnet4j.layer;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Parallel branches on one input, concatenated along the channels (Szegedy et al. 2014, Fig. 2).
 */
public record Concat(List<Layer> branches) implements Layer {
  public Concat {
    branches = List.copyOf(branches);
  }

  @Override
  public List<Layer> children() {
    return branches;
  }

  @Override
  public Layer mapChildren(UnaryOperator<Layer> change) {
    return new Concat(branches.stream().map(change).toList());
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.concat(branches.stream().map(branch -> branch.apply(ops, x)).toList());
  }
}
