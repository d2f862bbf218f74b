package org.resnet4j.compiled.graph;

import java.util.List;
import java.util.Map;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Shape;

/**
 * A network for images of one size as steps in the order of computation.
 *
 * @param constants parameters that are not the network's: matrices that select or average, by name
 * @param masks the random factors of training, in the order of computation
 */
public record Graph(
    Value input, Value output, List<Step> steps, Map<String, float[]> constants, List<Mask> masks) {

  /** The name of the image among the names of steps. */
  public static final String INPUT = "input";

  public Graph {
    steps = List.copyOf(steps);
    constants = Map.copyOf(constants);
    masks = List.copyOf(masks);
  }

  /** The random factors of a dropout: of each value, or of each image, {@code [n, 1, 1, 1]}. */
  public record Mask(Value value, Dropout dropout) {}

  /** The same network in other steps. */
  Graph with(Value newOutput, List<Step> newSteps) {
    return new Graph(input, newOutput, newSteps, constants, masks);
  }

  /**
   * Traces an image through a network; each layer becomes a separate step. Nothing is dropped.
   *
   * @throws IllegalArgumentException if such images do not fit the network
   */
  public static Graph of(Layer layers, Shape image) {
    return of(layers, image, false);
  }

  /** As above for training, in which dropout is a product with a random mask. */
  public static Graph ofTraining(Layer layers, Shape image) {
    return of(layers, image, true);
  }

  private static Graph of(Layer layers, Shape image, boolean drops) {
    GraphOps ops = new GraphOps(drops);
    Value input = ops.input(image);
    Value output = layers.apply(ops, input);
    return new Graph(input, output, ops.steps(), ops.constants(), ops.masks());
  }
}
