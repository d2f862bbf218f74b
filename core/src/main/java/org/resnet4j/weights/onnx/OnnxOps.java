package org.resnet4j.weights.onnx;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Summary;
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
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.TensorData;
import org.resnet4j.weights.onnx.OnnxOps.Value;

/**
 * Interprets a network as nodes and initializers of an ONNX graph, in the form for inference. A
 * node and the value that leaves it are called as in the network's {@link Summary}, which follows
 * the same path through the network row by row. Field numbers are those of onnx.proto (IR version
 * 8), operators those of operator set 17.
 */
final class OnnxOps implements Ops<Value> {
  private static final int FLOAT = 1; // TensorProto.DataType
  private static final int INT64 = 7;

  private final TensorMap state;
  private final Iterator<Summary.Row> rows;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Message> initializers = new ArrayList<>();

  /** What flows along an edge: a name that is unique in the graph, and the shape for one image. */
  record Value(String name, Shape shape) {}

  /** One operation; its name is that of the value it gives. */
  private record Node(String operator, List<String> inputs, String name, List<Message> attributes) {
    Message toMessage(Value result, String resultName) {
      Message message = new Message();
      inputs.forEach(input -> message.text(1, input));
      message.text(2, name.equals(result.name()) ? resultName : name);
      message.text(3, name).text(4, operator);
      attributes.forEach(attribute -> message.message(5, attribute));
      return message;
    }
  }

  /**
   * @param state where the weights are found when the graph is written
   */
  OnnxOps(Architecture architecture, TensorMap state) {
    this.state = state;
    this.rows = Summary.of(architecture).rows().stream().filter(row -> !row.auxiliary()).iterator();
  }

  /** The graph, a GraphProto, from one input to one result; call it once the network was walked. */
  Message graph(String name, Value input, Value result, String resultName) {
    Message graph = new Message();
    nodes.forEach(node -> graph.message(1, node.toMessage(result, resultName)));
    graph.text(2, name);
    initializers.forEach(initializer -> graph.message(5, initializer));
    Shape image = input.shape();
    graph.message(11, valueInfo(input.name(), image.channels(), image.height(), image.width()));
    return graph.message(12, valueInfo(resultName, result.shape().channels()));
  }

  /** A ValueInfoProto: 32-bit numbers, a free batch dimension and the given ones behind it. */
  private static Message valueInfo(String name, long... dimensions) {
    Message shape = new Message().message(1, new Message().text(2, "n"));
    for (long dimension : dimensions) {
      shape.message(1, new Message().number(1, dimension));
    }
    Message tensor = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  @Override
  public Value conv(Conv conv, Value x) {
    return node(
        "Conv",
        withWeights(x, conv.parameters()),
        integers("kernel_shape", conv.kernel(), conv.kernel()),
        integers("strides", conv.stride(), conv.stride()),
        padding(conv.padding()),
        attribute("group", 2).number(3, conv.groups()));
  }

  @Override
  public Value batchNorm(BatchNorm norm, Value x) {
    return node(
        "BatchNormalization",
        withWeights(x, norm.parameters()),
        attribute("epsilon", 1).decimal(2, (float) norm.epsilon()));
  }

  @Override
  public Value linear(Linear linear, Value x) {
    return node("Gemm", withWeights(x, linear.parameters()), attribute("transB", 2).number(3, 1));
  }

  @Override
  public Value relu(Value x) {
    return node("Relu", List.of(x.name()));
  }

  @Override
  public Value sigmoid(Value x) {
    return node("Sigmoid", List.of(x.name()));
  }

  @Override
  public Value affine(Affine affine, Value x) {
    Summary.Row row = rows.next();
    String scale = constant(row.name() + ".scale", new float[] {(float) affine.scale()});
    String shift = constant(row.name() + ".shift", new float[] {(float) affine.shift()});
    Value scaled = node(row.name() + ".scaled", x.shape(), "Mul", List.of(x.name(), scale));
    return node(row.name(), x.shape(), "Add", List.of(scaled.name(), shift));
  }

  @Override
  public Value maxPool(MaxPool pool, Value x) {
    return node(
        "MaxPool",
        List.of(x.name()),
        integers("kernel_shape", pool.kernel(), pool.kernel()),
        integers("strides", pool.stride(), pool.stride()),
        padding(pool.padding()),
        attribute("ceil_mode", 2).number(3, pool.ceil() ? 1 : 0));
  }

  /**
   * Operator set 17 has no adaptive pooling. Where windows of one size do the same, those are used;
   * else each axis is multiplied by a matrix of shares, which is exact for all sizes.
   */
  @Override
  public Value avgPool(AvgPool pool, Value x) {
    Summary.Row row = rows.next();
    int size = pool.size();
    int height = x.shape().height();
    int width = x.shape().width();
    if (height == size && width == size) {
      return x;
    } else if (size == 1) {
      return node(row.name(), row.output(), "GlobalAveragePool", List.of(x.name()));
    } else if (height % size == 0 && width % size == 0) {
      return node(
          row.name(),
          row.output(),
          "AveragePool",
          List.of(x.name()),
          integers("kernel_shape", height / size, width / size),
          integers("strides", height / size, width / size));
    }
    String down = constant(row.name() + ".rows", shares(size, height), size, height);
    float[] across = transposed(shares(size, width), size, width);
    String right = constant(row.name() + ".columns", across, width, size);
    Shape half = new Shape(x.shape().channels(), size, width);
    Value rowsPooled = node(row.name() + ".half", half, "MatMul", List.of(down, x.name()));
    return node(row.name(), row.output(), "MatMul", List.of(rowsPooled.name(), right));
  }

  @Override
  public Value flatten(Value x) {
    Shape shape = new Shape(Math.toIntExact(x.shape().size()), 1, 1);
    return node(x.name() + ".flatten", shape, "Flatten", List.of(x.name()));
  }

  /** Nothing is dropped in inference. */
  @Override
  public Value dropout(Dropout dropout, Value x) {
    rows.next();
    return x;
  }

  @Override
  public Value add(Value a, Value b) {
    return node("Add", List.of(a.name(), b.name()));
  }

  @Override
  public Value multiply(Value a, Value b) {
    return node("Mul", List.of(a.name(), b.name()));
  }

  @Override
  public Value concat(List<Value> parts) {
    return node(
        "Concat", parts.stream().map(Value::name).toList(), attribute("axis", 2).number(3, 1));
  }

  @Override
  public Value subsample(Subsample subsample, Value x) {
    Summary.Row row = rows.next();
    int stride = subsample.stride();
    Value pixels = x;
    if (stride > 1) {
      Shape shape = new Shape(subsample.in(), row.output().height(), row.output().width());
      List<String> inputs =
          List.of(
              x.name(),
              constant(row.name() + ".starts", 0, 0),
              constant(row.name() + ".ends", Long.MAX_VALUE, Long.MAX_VALUE),
              constant(row.name() + ".axes", 2, 3),
              constant(row.name() + ".steps", stride, stride));
      pixels = node(row.name() + ".pixels", shape, "Slice", inputs);
    }
    long[] zeros = {0, subsample.before(), 0, 0, 0, subsample.after(), 0, 0};
    return node(
        row.name(),
        row.output(),
        "Pad",
        List.of(pixels.name(), constant(row.name() + ".pads", zeros)));
  }

  private Value node(String operator, List<String> inputs, Message... attributes) {
    Summary.Row row = rows.next();
    return node(row.name(), row.output(), operator, inputs, attributes);
  }

  private Value node(
      String name, Shape shape, String operator, List<String> inputs, Message... attributes) {
    nodes.add(new Node(operator, inputs, name, List.of(attributes)));
    return new Value(name, shape);
  }

  /** The names of the input and of a layer's parameters, which become initializers. */
  private List<String> withWeights(Value x, List<Parameter> parameters) {
    List<Parameter> used =
        parameters.stream().filter(p -> p.role() != Parameter.Role.BATCHES).toList();
    for (Parameter parameter : used) {
      long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
      AtomicFile.Content values =
          channel -> {
            try (PointerScope scope = new PointerScope()) {
              String name = parameter.name();
              AtomicFile.writeFully(channel, TensorData.of(name, state.get(name)).bytes());
            }
          };
      initializers.add(
          tensor(parameter.name(), FLOAT, shape).bytes(9, parameter.size() * Float.BYTES, values));
    }
    return Stream.concat(Stream.of(x.name()), used.stream().map(Parameter::name)).toList();
  }

  private String constant(String name, long... values) {
    Message tensor = tensor(name, INT64, values.length);
    for (long value : values) {
      tensor.number(7, value);
    }
    initializers.add(tensor);
    return name;
  }

  private String constant(String name, float[] values, long... shape) {
    Message tensor = tensor(name, FLOAT, shape);
    for (float value : values) {
      tensor.decimal(4, value);
    }
    initializers.add(tensor);
    return name;
  }

  /** A TensorProto that still lacks its values. */
  private static Message tensor(String name, int type, long... shape) {
    Message tensor = new Message();
    for (long dimension : shape) {
      tensor.number(1, dimension);
    }
    return tensor.number(2, type).text(8, name);
  }

  /** An AttributeProto that still lacks its value; type 1 is FLOAT, 2 INT, 7 INTS. */
  private static Message attribute(String name, int type) {
    return new Message().text(1, name).number(20, type);
  }

  private static Message integers(String name, long... values) {
    Message attribute = attribute(name, 7);
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute;
  }

  /** Top, left, bottom, right. */
  private static Message padding(long size) {
    return integers("pads", size, size, size, size);
  }

  /** What share each of {@code in} pixels has in each of {@code out} cells, {@code [out, in]}. */
  private static float[] shares(int out, int in) {
    float[] shares = new float[out * in];
    for (int cell = 0; cell < out; cell++) {
      int begin = cell * in / out;
      int end = ((cell + 1) * in + out - 1) / out;
      for (int pixel = begin; pixel < end; pixel++) {
        shares[cell * in + pixel] = 1f / (end - begin);
      }
    }
    return shares;
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      result[i % columns * rows + i / columns] = matrix[i];
    }
    return result;
  }
}
