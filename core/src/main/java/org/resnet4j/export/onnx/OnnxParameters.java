package org.resnet4j.export.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorData;
import org.resnet4j.torch.TensorMap;

/** Adds the parameters of layers to an ONNX graph. */
final class OnnxParameters {
  private final OnnxGraph graph;
  private final OnnxOperators operators;
  private final TensorMap state;
  private final Map<String, float[]> constants;

  /**
   * @param state parameters of the network
   * @param constants additional parameters by name
   */
  OnnxParameters(
      OnnxGraph graph, OnnxOperators operators, TensorMap state, Map<String, float[]> constants) {
    this.graph = graph;
    this.operators = operators;
    this.state = state;
    this.constants = constants;
  }

  /** The names of fp32 parameters, whose values are fetched when the file is written. */
  List<String> inFloat(List<Parameter> parameters) {
    return parameters.stream()
        .filter(parameter -> parameter.role() != Parameter.Role.BATCHES)
        .map(
            parameter ->
                graph.floats(
                    parameter.name(),
                    parameter.size(),
                    channel -> write(parameter, channel),
                    shape(parameter)))
        .toList();
  }

  private void write(Parameter parameter, FileChannel channel) throws IOException {
    float[] constant = constants.get(parameter.name());
    if (constant != null) {
      ByteBuffer bytes =
          ByteBuffer.allocate(constant.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(constant);
      AtomicFile.writeFully(channel, bytes);
      return;
    }
    try (PointerScope scope = new PointerScope()) { // The bytes are those of a tensor in it.
      String name = parameter.name();
      AtomicFile.writeFully(channel, TensorData.of(name, state.get(name)).bytes());
    }
  }

  /**
   * The names of int8 weights and, if there is one, of the int32 bias.
   *
   * @param parameters weights, whose first dimension counts the outputs, and bias
   * @param inputScale of the values that the weights are multiplied with
   */
  List<String> inIntegers(List<Parameter> parameters, float inputScale) {
    Parameter weight = parameters.get(0);
    float[] bias = parameters.size() > 1 ? values(parameters.get(1)) : new float[0];
    int outputs = weight.shape().get(0);
    IntegerLayer layer = IntegerLayer.of(values(weight), bias, outputs, inputScale);
    List<String> names = new ArrayList<>();
    String name = weight.name();
    String integers = graph.int8(name + ".quantized", layer.weights().values(), shape(weight));
    String scales = graph.floats(name + ".scale", layer.weights().scales(), outputs);
    // ONNX Runtime 1.29 keeps a Gemm in floating point if this is left out, although it is 0.
    String zeroPoints = graph.int8(name + ".zero_point", new byte[outputs], outputs);
    names.add(operators.dequantize(name, List.of(integers, scales, zeroPoints)));
    if (bias.length > 0) {
      String biasName = parameters.get(1).name();
      String biasIntegers = graph.int32(biasName + ".quantized", layer.bias());
      String biasScales = graph.floats(biasName + ".scale", layer.biasScales(), outputs);
      names.add(operators.dequantize(biasName, List.of(biasIntegers, biasScales)));
    }
    return names;
  }

  private float[] values(Parameter parameter) {
    float[] constant = constants.get(parameter.name());
    return constant == null ? HostMemory.floats(state.get(parameter.name())) : constant;
  }

  private static long[] shape(Parameter parameter) {
    return parameter.shape().stream().mapToLong(Integer::longValue).toArray();
  }
}
