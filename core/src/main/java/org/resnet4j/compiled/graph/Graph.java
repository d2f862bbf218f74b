package org.resnet4j.compiled.graph;

import java.util.List;
import java.util.Map;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Shape;

/**
 * A network for images of one size as steps in the order of computation.
 *
 * @param constants parameters that are not the network's: matrices that select or average, by name
 */
public record Graph(Value input, Value output, List<Step> steps, Map<String, float[]> constants) {

  /** The name of the image among the names of steps. */
  public static final String INPUT = "input";

  public Graph {
    steps = List.copyOf(steps);
    constants = Map.copyOf(constants);
  }

  /**
   * Traces an image through a network; each layer becomes a separate step.
   *
   * @throws IllegalArgumentException if such images do not fit the network
   */
  public static Graph of(Layer layers, Shape image) {
    GraphOps ops = new GraphOps();
    Value input = ops.input(image);
    Value output = layers.apply(ops, input);
    return new Graph(input, output, ops.steps(), ops.constants());
  }
}
