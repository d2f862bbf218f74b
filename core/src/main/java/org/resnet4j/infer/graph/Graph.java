package org.resnet4j.infer.graph;

import java.util.ArrayList;
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

  /**
   * The same with conversions at its ends, for plans whose numbers have other than 32 bits: only
   * the image and the logits have these. A fully connected layer at the end converts by itself.
   */
  public Graph withConversions() {
    int free = steps.stream().mapToInt(step -> step.output().id()).max().orElse(input.id()) + 1;
    Value image = new Value(free, input.shape());
    List<Step> all = new ArrayList<>();
    all.add(new Step("input", new Operation.Conversion(), List.of(image), input));
    all.addAll(steps);
    if (steps.get(steps.size() - 1).operation() instanceof Operation.FullyConnected) {
      return new Graph(image, output, all, constants);
    }
    Value logits = new Value(free + 1, output.shape());
    all.add(new Step("logits", new Operation.Conversion(), List.of(output), logits));
    return new Graph(image, logits, all, constants);
  }
}
