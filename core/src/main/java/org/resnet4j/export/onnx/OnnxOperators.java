package org.resnet4j.export.onnx;

import java.util.List;
import org.resnet4j.io.ProtobufMessage;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Shape;

/**
 * Adds the operations of networks to a graph as operators of operator set 17. Each method takes the
 * name of the value that it adds and returns it; constants that it needs are named after it.
 */
public final class OnnxOperators {
  private final OnnxGraph graph;

  /**
   * @param graph that nodes are added to
   */
  public OnnxOperators(OnnxGraph graph) {
    this.graph = graph;
  }

  /**
   * A convolution.
   *
   * @param inputs maps, weights {@code [out, in / groups, kernel, kernel]} and, if it has one, the
   *     bias
   */
  public String conv(String name, Conv conv, List<String> inputs) {
    return graph.node(
        name,
        "Conv",
        inputs,
        integers("kernel_shape", conv.kernel(), conv.kernel()),
        integers("strides", conv.stride(), conv.stride()),
        padding(conv.padding()),
        integer("group", conv.groups()));
  }

  /**
   * A normalisation with running statistics.
   *
   * @param inputs maps, scale, shift, mean and variance
   */
  public String batchNorm(String name, BatchNorm norm, List<String> inputs) {
    ProtobufMessage epsilon = attribute("epsilon", 1).decimal(2, (float) norm.epsilon());
    return graph.node(name, "BatchNormalization", inputs, epsilon);
  }

  /**
   * A fully connected layer.
   *
   * @param inputs vectors, weights {@code [out, in]} and the bias
   */
  public String linear(String name, List<String> inputs) {
    return graph.node(name, "Gemm", inputs, integer("transB", 1));
  }

  /** The rectifier. */
  public String relu(String name, String x) {
    return graph.node(name, "Relu", List.of(x));
  }

  /** The logistic function. */
  public String sigmoid(String name, String x) {
    return graph.node(name, "Sigmoid", List.of(x));
  }

  /** A constant scale and a constant shift. */
  public String affine(String name, Affine affine, String x) {
    String scale = graph.floats(name + ".scale", new float[] {(float) affine.scale()});
    String shift = graph.floats(name + ".shift", new float[] {(float) affine.shift()});
    return add(name, multiply(name + ".scaled", x, scale), shift);
  }

  /**
   * The maximum or the average of each window.
   *
   * @param from the shape of what is pooled
   */
  public String pool(String name, Pool pool, String x, Shape from) {
    boolean isWhole = from.height() == pool.kernel() && from.width() == pool.kernel();
    return switch (pool.kind()) {
      case MAX -> graph.node(name, "MaxPool", List.of(x), windows(pool));
      case AVERAGE ->
          isWhole
              ? graph.node(name, "GlobalAveragePool", List.of(x))
              : graph.node(name, "AveragePool", List.of(x), windows(pool));
    };
  }

  private static ProtobufMessage[] windows(Pool pool) {
    return new ProtobufMessage[] {
      integers("kernel_shape", pool.kernel(), pool.kernel()),
      integers("strides", pool.stride(), pool.stride()),
      padding(pool.padding()),
      integer("ceil_mode", pool.ceil() ? 1 : 0)
    };
  }

  /**
   * An average pooling over cells that may differ in size. Operator set 17 has none, so each axis
   * is multiplied by a matrix of shares.
   *
   * @param from the shape of what is pooled
   */
  public String avgPool(String name, AvgPool pool, String x, Shape from) {
    int size = pool.size();
    int height = from.height();
    int width = from.width();
    if (size == 1) {
      return graph.node(name, "GlobalAveragePool", List.of(x));
    }
    String down = graph.floats(name + ".rows", pool.shares(height), size, height);
    float[] across = transposed(pool.shares(width), size, width);
    String right = graph.floats(name + ".columns", across, width, size);
    String rowsPooled = graph.node(name + ".half", "MatMul", List.of(down, x));
    return graph.node(name, "MatMul", List.of(rowsPooled, right));
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      result[i % columns * rows + i / columns] = matrix[i];
    }
    return result;
  }

  /** Maps as vectors in the order c, h, w. */
  public String flatten(String name, String x) {
    return graph.node(name, "Flatten", List.of(x));
  }

  /** An element-wise sum. */
  public String add(String name, String a, String b) {
    return graph.node(name, "Add", List.of(a, b));
  }

  /** An element-wise product. */
  public String multiply(String name, String a, String b) {
    return graph.node(name, "Mul", List.of(a, b));
  }

  /** A concatenation of maps along the channels. */
  public String concat(String name, List<String> parts) {
    return graph.node(name, "Concat", parts, integer("axis", 1));
  }

  /**
   * Quantizes fp32 values to 8 bits: divides by a scale, rounds, adds a zero point and saturates.
   *
   * @param scale a single fp32 number
   * @param zeroPoint a single number of the output's type
   */
  public String quantize(String name, String x, String scale, String zeroPoint) {
    return graph.node(name, "QuantizeLinear", List.of(x, scale, zeroPoint));
  }

  /**
   * Dequantizes integers to fp32: subtracts a zero point and multiplies by a scale.
   *
   * @param inputs the integers, a scale and, if it is not 0, a zero point; either a single number,
   *     or one for each slice of the integers' first dimension
   */
  public String dequantize(String name, List<String> inputs) {
    return graph.node(name, "DequantizeLinear", inputs, integer("axis", 0));
  }

  /** An AttributeProto without its value; type 1 is FLOAT, 2 INT, 7 INTS. */
  private static ProtobufMessage attribute(String name, int type) {
    return new ProtobufMessage().text(1, name).number(20, type);
  }

  private static ProtobufMessage integer(String name, long value) {
    return attribute(name, 2).number(3, value);
  }

  private static ProtobufMessage integers(String name, long... values) {
    ProtobufMessage attribute = attribute(name, 7);
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute;
  }

  /** Top, left, bottom, right. */
  private static ProtobufMessage padding(long size) {
    return integers("pads", size, size, size, size);
  }
}
