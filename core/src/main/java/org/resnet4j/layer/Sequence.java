package org.resnet4j.layer;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Layers one after another.
 *
 * @param name passed to {@link Ops#mark} with the output; empty for an unnamed sequence
 */
public record Sequence(String name, List<Layer> layers) implements Layer {
  public Sequence {
    layers = List.copyOf(layers);
  }

  /** A named sequence: a stage, a block, or another named place. */
  public static Sequence sequence(String name, Layer... layers) {
    return new Sequence(name, List.of(layers));
  }

  /** An unnamed sequence. */
  public static Sequence sequence(Layer... layers) {
    return new Sequence("", List.of(layers));
  }

  @Override
  public List<Layer> children() {
    return layers;
  }

  @Override
  public Layer mapChildren(UnaryOperator<Layer> change) {
    return new Sequence(name, layers.stream().map(change).toList());
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    T y = x;
    for (Layer layer : layers) {
      y = layer.apply(ops, y);
    }
    return name.isEmpty() ? y : ops.mark(name, y);
  }
}
