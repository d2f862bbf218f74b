package org.resnet4j.compiled.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.compiled.graph.Operation.Elementwise;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Ops;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Shape;
import org.resnet4j.layer.Subsample;

/** Interprets a network as steps, without side classifiers. The identity adds no step. */
final class GraphOps implements Ops<Value> {
  private final Shapes shapes = new Shapes();
  private final boolean drops;
  private final List<Graph.Mask> masks = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, float[]> constants = new HashMap<>();
  private int values;
  private String last = "input";

  /**
   * An empty network.
   *
   * @param drops whether dropout is a step, as in training
   */
  GraphOps(boolean drops) {
    this.drops = drops;
  }

  List<Graph.Mask> masks() {
    return masks;
  }

  Value input(Shape image) {
    return new Value(values++, image);
  }

  List<Step> steps() {
    return steps;
  }

  Map<String, float[]> constants() {
    return constants;
  }

  @Override
  public Value conv(Conv conv, Value x) {
    last = conv.name();
    Shape shape = shapes.conv(conv, x.shape());
    return step(new Operation.Convolution(conv, false, false), shape, x);
  }

  @Override
  public Value batchNorm(BatchNorm norm, Value x) {
    last = norm.name();
    Shape shape = shapes.batchNorm(norm, x.shape());
    return step(new Operation.Normalisation(norm, false), shape, x);
  }

  @Override
  public Value linear(Linear linear, Value x) {
    last = linear.name();
    Shape shape = shapes.linear(linear, shapes.flatten(x.shape()));
    return step(new Operation.FullyConnected(linear, false), shape, x);
  }

  @Override
  public Value relu(Value x) {
    return step(new Elementwise(Elementwise.Function.RELU), x.shape(), x);
  }

  @Override
  public Value sigmoid(Value x) {
    return step(new Elementwise(Elementwise.Function.SIGMOID), x.shape(), x);
  }

  @Override
  public Value affine(Affine affine, Value x) {
    return step(new Elementwise(Elementwise.Function.AFFINE, affine), x.shape(), x);
  }

  @Override
  public Value pool(Pool pool, Value x) {
    return step(
        new Operation.Pooling(pool.kind(), pool.kernel(), pool.stride(), pool.padding()),
        shapes.pool(pool, x.shape()),
        x);
  }

  @Override
  public Value avgPool(AvgPool pool, Value x) {
    Shape to = shapes.avgPool(pool, x.shape());
    int height = x.shape().height();
    int width = x.shape().width();
    int size = pool.size();
    if (to.equals(x.shape())) {
      return x;
    } else if (height == width && height % size == 0) {
      int window = height / size;
      return step(new Operation.Pooling(Pool.Kind.AVERAGE, window, window, 0), to, x);
    }
    Value pooled = step(new Operation.UnevenPooling(size), to, x);
    constants.put(steps.get(steps.size() - 1).name(), Shares.of(pool, height, width));
    return pooled;
  }

  /** Adds no step: the layers behind it accept maps as well. */
  @Override
  public Value flatten(Value x) {
    return x;
  }

  /** Adds no step where nothing is dropped. */
  @Override
  public Value dropout(Dropout dropout, Value x) {
    if (!drops || dropout.rate() == 0) {
      return x;
    }
    Value mask = new Value(values++, dropout.wholeImages() ? new Shape(1, 1, 1) : x.shape());
    masks.add(new Graph.Mask(mask, dropout));
    return step(new Operation.Binary(true, false), x.shape(), x, mask);
  }

  @Override
  public Value add(Value a, Value b) {
    return step(new Operation.Binary(false, false), shapes.add(a.shape(), b.shape()), a, b);
  }

  @Override
  public Value multiply(Value a, Value b) {
    return step(new Operation.Binary(true, false), shapes.multiply(a.shape(), b.shape()), a, b);
  }

  @Override
  public Value concat(List<Value> parts) {
    Shape shape = shapes.concat(parts.stream().map(Value::shape).toList());
    return step(new Operation.Concatenation(), shape, parts.toArray(new Value[0]));
  }

  /**
   * A 1x1 convolution whose matrix copies channels: it is cheap, and a sum can be fused into it.
   */
  @Override
  public Value subsample(Subsample subsample, Value x) {
    shapes.subsample(subsample, x.shape());
    String name = last + ".zero-padding" + values;
    int in = subsample.in();
    float[] matrix = new float[subsample.out() * in];
    for (int channel = 0; channel < in; channel++) {
      matrix[(subsample.before() + channel) * in + channel] = 1;
    }
    Conv selection = new Conv(name, in, subsample.out(), 1, subsample.stride(), 0, 1, false);
    constants.put(selection.weights().name(), matrix);
    return conv(selection, x);
  }

  private Value step(Operation operation, Shape shape, Value... inputs) {
    Value output = new Value(values++, shape);
    boolean named = !operation.parameters().isEmpty();
    String name = named ? last : last + "." + operation.describe().replace(' ', '-') + output.id();
    steps.add(new Step(name, operation, List.of(inputs), output));
    return output;
  }
}
