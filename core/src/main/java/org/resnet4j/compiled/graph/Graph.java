package org.resnet4j.compiled.graph;

import java.util.List;
import java.util.Map;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Shape;

/**
 * A network for images of one size as steps in the order in which they are computed.
 *
 * @param constants parameters that the network does not have itself: matrices that select or
 *     average, by their name
 */
public record Graph(Value input, Value output, List<Step> steps, Map<String, float[]> constants) {

  /** What the image is called among the names of steps. */
  public static final String INPUT = "input";

  public Graph {
    steps = List.copyOf(steps);
    constants = Map.copyOf(constants);
  }

  /**
   * Follows an image through a network; each layer becomes a step of its own.
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
