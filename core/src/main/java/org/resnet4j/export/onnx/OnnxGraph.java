package org.resnet4j.export.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.ProtobufMessage;
import org.resnet4j.layer.Shape;

/**
 * A graph of an ONNX file under construction: nodes in the order of computation, which {@link
 * OnnxOperators} adds, and constants, its initializers. Every value has a name that is unique in
 * the graph. Field numbers are those of onnx.proto (IR version 8).
 */
public final class OnnxGraph {
  private static final int FLOAT = 1; // TensorProto.DataType
  private static final int UINT8 = 2;
  private static final int INT8 = 3;
  private static final int INT32 = 6;

  private final List<Node> nodes = new ArrayList<>();
  private final List<ProtobufMessage> initializers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** A graph without nodes. */
  public OnnxGraph() {}

  /** One operation, named after its output. */
  private record Node(
      String operator, List<String> inputs, String name, List<ProtobufMessage> attributes) {
    ProtobufMessage toMessage(String result, String resultName) {
      ProtobufMessage message = new ProtobufMessage();
      inputs.forEach(input -> message.text(1, input));
      message.text(2, name.equals(result) ? resultName : name).text(3, name).text(4, operator);
      attributes.forEach(attribute -> message.message(5, attribute));
      return message;
    }
  }

  /** Adds a node with an operator of operator set 17 and returns its name. */
  String node(String name, String operator, List<String> inputs, ProtobufMessage... attributes) {
    requireNew(name);
    nodes.add(new Node(operator, List.copyOf(inputs), name, List.of(attributes)));
    return name;
  }

  /** Adds fp32 numbers stored in the graph and returns their name. */
  public String floats(String name, float[] values, long... shape) {
    ProtobufMessage tensor = tensor(name, FLOAT, shape);
    for (float value : values) {
      tensor.decimal(4, value);
    }
    return add(name, tensor);
  }

  /** Adds {@code count} fp32 numbers, which are fetched when the file is written. */
  String floats(String name, long count, AtomicFile.Content values, long... shape) {
    return add(name, tensor(name, FLOAT, shape).bytes(9, count * Float.BYTES, values));
  }

  /** Adds numbers from -128 to 127 and returns their name. The array must not change afterwards. */
  public String int8(String name, byte[] values, long... shape) {
    return add(name, raw(name, INT8, ByteBuffer.wrap(values), shape));
  }

  /** Adds a single number from 0 to 255 and returns its name. */
  public String uint8(String name, int value) {
    return add(name, raw(name, UINT8, ByteBuffer.wrap(new byte[] {(byte) value})));
  }

  /** Adds a vector of 32-bit integers and returns its name. */
  public String int32(String name, int[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return add(name, raw(name, INT32, bytes, values.length));
  }

  private String add(String name, ProtobufMessage initializer) {
    requireNew(name);
    initializers.add(initializer);
    return name;
  }

  private void requireNew(String name) {
    if (!names.add(name)) {
      throw new IllegalStateException("duplicate name in the ONNX graph: " + name);
    }
  }

  private static ProtobufMessage raw(String name, int type, ByteBuffer values, long... shape) {
    return tensor(name, type, shape)
        .bytes(9, values.limit(), channel -> AtomicFile.writeFully(channel, values.duplicate()));
  }

  /** A TensorProto without values. */
  private static ProtobufMessage tensor(String name, int type, long... shape) {
    ProtobufMessage tensor = new ProtobufMessage();
    for (long dimension : shape) {
      tensor.number(1, dimension);
    }
    return tensor.number(2, type).text(8, name);
  }

  /**
   * The graph, a GraphProto, from {@code images [n, c, h, w]} to {@code logits [n, classes]}, in
   * fp32 and with any n.
   *
   * @param result the node that gives the logits; it has no other consumer
   */
  ProtobufMessage toMessage(String name, Shape image, String result, long classes) {
    ProtobufMessage graph = new ProtobufMessage();
    nodes.forEach(node -> graph.message(1, node.toMessage(result, OnnxFile.OUTPUT)));
    graph.text(2, name);
    initializers.forEach(initializer -> graph.message(5, initializer));
    graph.message(11, valueInfo(OnnxFile.INPUT, image.channels(), image.height(), image.width()));
    return graph.message(12, valueInfo(OnnxFile.OUTPUT, classes));
  }

  /** A ValueInfoProto: fp32, a symbolic batch dimension, then the given dimensions. */
  private static ProtobufMessage valueInfo(String name, long... dimensions) {
    ProtobufMessage shape = new ProtobufMessage().message(1, new ProtobufMessage().text(2, "n"));
    for (long dimension : dimensions) {
      shape.message(1, new ProtobufMessage().number(1, dimension));
    }
    ProtobufMessage tensor = new ProtobufMessage().number(1, FLOAT).message(2, shape);
    return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
  }
}
