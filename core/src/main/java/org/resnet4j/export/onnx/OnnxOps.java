package org.resnet4j.export.onnx;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;
import org.resnet4j.arch.cost.LayerCost;
import org.resnet4j.export.onnx.OnnxOps.Value;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.MaxPool;
import org.resnet4j.layer.Ops;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.layer.Subsample;
import org.resnet4j.torch.TensorData;
import org.resnet4j.torch.TensorMap;

/**
 * Interprets a network as nodes and initializers of an ONNX graph, in the form for inference. A
 * node and the value that leaves it are called as in the network's {@link Summary}, which follows
 * the same path through the network row by row.
 */
final class OnnxOps implements Ops<Value> {
  private final TensorMap state;
  private final OnnxGraph graph;
  private final OnnxOperators operators;
  private final Iterator<LayerCost> rows;

  /** What flows along an edge: a name that is unique in the graph, and the shape for one image. */
  record Value(String name, Shape shape) {}

  /**
   * @param state where the weights are found when the graph is written
   */
  OnnxOps(Architecture architecture, TensorMap state, OnnxGraph graph) {
    this.state = state;
    this.graph = graph;
    this.operators = new OnnxOperators(graph);
    this.rows = Summary.of(architecture).rows().stream().filter(row -> !row.auxiliary()).iterator();
  }

  @Override
  public Value conv(Conv conv, Value x) {
    List<String> inputs = withWeights(x, conv.parameters());
    return next(name -> operators.conv(name, conv, inputs));
  }

  @Override
  public Value batchNorm(BatchNorm norm, Value x) {
    List<String> inputs = withWeights(x, norm.parameters());
    return next(name -> operators.batchNorm(name, norm, inputs));
  }

  @Override
  public Value linear(Linear linear, Value x) {
    List<String> inputs = withWeights(x, linear.parameters());
    return next(name -> operators.linear(name, inputs));
  }

  @Override
  public Value relu(Value x) {
    return next(name -> operators.relu(name, x.name()));
  }

  @Override
  public Value sigmoid(Value x) {
    return next(name -> operators.sigmoid(name, x.name()));
  }

  @Override
  public Value affine(Affine affine, Value x) {
    return next(name -> operators.affine(name, affine, x.name()));
  }

  @Override
  public Value maxPool(MaxPool pool, Value x) {
    return next(name -> operators.maxPool(name, pool, x.name()));
  }

  @Override
  public Value avgPool(AvgPool pool, Value x) {
    LayerCost row = rows.next();
    if (row.output().equals(x.shape())) {
      return x;
    }
    return new Value(operators.avgPool(row.name(), pool, x.name(), x.shape()), row.output());
  }

  @Override
  public Value flatten(Value x) {
    Shape shape = new Shape(Math.toIntExact(x.shape().size()), 1, 1);
    return new Value(operators.flatten(x.name() + ".flatten", x.name()), shape);
  }

  /** Nothing is dropped in inference. */
  @Override
  public Value dropout(Dropout dropout, Value x) {
    rows.next();
    return x;
  }

  @Override
  public Value add(Value a, Value b) {
    return next(name -> operators.add(name, a.name(), b.name()));
  }

  @Override
  public Value multiply(Value a, Value b) {
    return next(name -> operators.multiply(name, a.name(), b.name()));
  }

  @Override
  public Value concat(List<Value> parts) {
    List<String> names = parts.stream().map(Value::name).toList();
    return next(name -> operators.concat(name, names));
  }

  @Override
  public Value subsample(Subsample subsample, Value x) {
    return next(name -> operators.subsample(name, subsample, x.name()));
  }

  /** The value of the network's next row. */
  private Value next(UnaryOperator<String> operator) {
    LayerCost row = rows.next();
    return new Value(operator.apply(row.name()), row.output());
  }

  /** The names of the input and of a layer's parameters, which become initializers. */
  private List<String> withWeights(Value x, List<Parameter> parameters) {
    return Stream.concat(
            Stream.of(x.name()),
            parameters.stream()
                .filter(parameter -> parameter.role() != Parameter.Role.BATCHES)
                .map(this::initializer))
        .toList();
  }

  private String initializer(Parameter parameter) {
    String name = parameter.name();
    AtomicFile.Content values =
        channel -> {
          try (PointerScope scope = new PointerScope()) {
            AtomicFile.writeFully(channel, TensorData.of(name, state.get(name)).bytes());
          }
        };
    long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    return graph.floats(name, parameter.size(), values, shape);
  }
}
