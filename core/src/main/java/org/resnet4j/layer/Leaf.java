package org.resnet4j.layer;

import java.util.List;
import java.util.function.UnaryOperator;

/** A layer without layers inside. */
public sealed interface Leaf extends Layer
    permits Affine,
        AvgPool,
        BatchNorm,
        Conv,
        Dropout,
        Flatten,
        Identity,
        Linear,
        Pool,
        Relu,
        Subsample {
  @Override
  default List<Layer> children() {
    return List.of();
  }

  @Override
  default Layer mapChildren(UnaryOperator<Layer> change) {
    return this;
  }
}
