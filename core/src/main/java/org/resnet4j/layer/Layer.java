package org.resnet4j.layer;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A part of a network as a value: its computation, without weights or memory. All interpreters
 * (training, inference, shapes, costs, exports) walk this one tree through {@link #apply}.
 */
public sealed interface Layer
    permits Auxiliary, ChannelGate, Concat, Gated, Leaf, Residual, Sequence {

  /**
   * Interprets this layer on {@code x}, an image batch {@code [n, c, h, w]} or features {@code [n,
   * f]}.
   */
  <T> T apply(Ops<T> ops, T x);

  /** The parameters and buffers of this layer itself, without those of its children. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /** The layers directly inside this one, in the order in which they are computed. */
  List<Layer> children();

  /**
   * This layer with its {@link #children} replaced, for rewriting trees.
   *
   * @param change maps a child to its replacement
   */
  Layer mapChildren(UnaryOperator<Layer> change);

  /** This layer and all layers below it, in the order in which they are computed. */
  default Stream<Layer> walk() {
    return Stream.concat(Stream.of(this), children().stream().flatMap(Layer::walk));
  }

  /** All parameters of the tree in the order of computation, which is also torchvision's order. */
  default List<Parameter> allParameters() {
    return walk().flatMap(layer -> layer.parameters().stream()).toList();
  }
}
