package org.resnet4j.export.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.compiled.graph.Value;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.MaxPool;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.TensorMap;

/** Turns the steps of a graph in 8 bits into an ONNX graph in QDQ form. */
final class QdqSteps {
  private final TypedGraph graph;
  private final OnnxGraph onnx = new OnnxGraph();
  private final OnnxOperators operators = new OnnxOperators(onnx);
  private final QdqParameters parameters;

  /** What the values of the graph are called in 32 bits. */
  private final Map<Value, String> names = new HashMap<>();

  private QdqSteps(TypedGraph graph, TensorMap state) {
    this.graph = graph;
    this.parameters = new QdqParameters(onnx, operators, state, graph.graph().constants());
    names.put(graph.input(), OnnxFile.INPUT);
  }

  /**
   * The file of a network.
   *
   * @param state its parameters, which may be closed afterwards
   */
  static OnnxFile file(
      String network, TypedGraph graph, TensorMap state, Map<String, String> metadata) {
    QdqSteps steps = new QdqSteps(graph, state);
    graph.steps().forEach(steps::add);
    return new OnnxFile(
        network,
        graph.input().shape(),
        steps.onnx,
        steps.name(graph.output()),
        graph.output().shape().size(),
        metadata);
  }

  private void add(Step step) {
    String result = compute(step);
    Form form = graph.form(step.output());
    names.put(
        step.output(),
        form.type().isQuantised() ? rounded(result, AffineQuantiser.of(form)) : result);
  }

  /** Adds a step in 32 bits, as which all operations stand in QDQ form. */
  private String compute(Step step) {
    Operation operation = step.operation();
    String name = step.name();
    String x = name(step.input());
    if (operation instanceof Operation.Convolution convolution) {
      return convolution(step, convolution);
    } else if (operation instanceof Operation.FullyConnected linear) {
      return linear(step, linear);
    } else if (operation instanceof Operation.Normalisation normalisation) {
      List<String> inputs = inputs(x, parameters.inFloat(normalisation.norm().parameters()));
      String result = operators.batchNorm(name, normalisation.norm(), inputs);
      return relu(normalisation.relu(), result);
    } else if (operation instanceof Operation.Pooling pooling) {
      return pooling(step, pooling);
    } else if (operation instanceof Operation.UnevenPooling uneven) {
      return operators.avgPool(name, new AvgPool(uneven.size()), x, step.input().shape());
    } else if (operation instanceof Operation.Elementwise elementwise) {
      return switch (elementwise.function()) {
        case RELU -> operators.relu(name, x);
        case SIGMOID -> operators.sigmoid(name, x);
        case AFFINE -> operators.affine(name, elementwise.affine(), x);
      };
    } else if (operation instanceof Operation.Binary binary) {
      String y = name(step.inputs().get(1));
      String result = binary.product() ? operators.multiply(name, x, y) : operators.add(name, x, y);
      return relu(binary.relu(), result);
    } else if (operation instanceof Operation.Concatenation) {
      return operators.concat(name, step.inputs().stream().map(this::name).toList());
    }
    return step.output().equals(graph.output()) ? operators.flatten(name, x) : x;
  }

  private String convolution(Step step, Operation.Convolution operation) {
    List<String> inputs = product(step, name(step.input()), operation.conv().parameters());
    String result = operators.conv(step.name(), operation.conv(), inputs);
    if (operation.sum()) {
      Value shortcut = step.inputs().get(1);
      Form form = graph.form(shortcut);
      if (form.type().isQuantised()) {
        result =
            rounded(
                result,
                AffineQuantiser.ofBranch(
                    AffineQuantiser.of(form), AffineQuantiser.of(graph.form(step.output()))));
      }
      result = operators.add(step.name() + ".sum", result, name(shortcut));
    }
    return relu(operation.relu(), result);
  }

  private String linear(Step step, Operation.FullyConnected operation) {
    String vector = operators.flatten(step.name() + ".flatten", name(step.input()));
    String rounded = rounded(vector, AffineQuantiser.of(graph.form(step.input())));
    List<String> inputs = product(step, rounded, operation.linear().parameters());
    return relu(operation.relu(), operators.linear(step.name(), inputs));
  }

  private List<String> product(Step step, String x, List<Parameter> weights) {
    return inputs(x, parameters.inIntegers(weights, graph.form(step.input()).scale()));
  }

  private static List<String> inputs(String x, List<String> more) {
    return Stream.concat(Stream.of(x), more.stream()).toList();
  }

  private String pooling(Step step, Operation.Pooling pooling) {
    Shape from = step.input().shape();
    Shape to = step.output().shape();
    String x = name(step.input());
    if (!pooling.max()) {
      return operators.avgPool(step.name(), new AvgPool(to.height()), x, from);
    }
    MaxPool whole = new MaxPool(pooling.kernel(), pooling.stride(), pooling.padding(), false);
    boolean ceil =
        whole.outputSize(from.height()) < to.height()
            || whole.outputSize(from.width()) < to.width();
    MaxPool same = new MaxPool(whole.kernel(), whole.stride(), whole.padding(), ceil);
    return operators.maxPool(step.name(), same, x);
  }

  private String relu(boolean wanted, String x) {
    return wanted ? operators.relu(x + ".relu", x) : x;
  }

  /** Adds what a value becomes when it is kept in 8 bits. */
  private String rounded(String x, AffineQuantiser quantiser) {
    String scale = onnx.floats(x + ".quantized.scale", new float[] {quantiser.scale()});
    String zeroPoint = onnx.uint8(x + ".quantized.zero_point", quantiser.zeroPoint());
    String numbers = operators.quantize(x + ".quantized", x, scale, zeroPoint);
    return operators.dequantize(x + ".dequantized", List.of(numbers, scale, zeroPoint));
  }

  private String name(Value value) {
    String name = names.get(value);
    if (name == null) {
      throw new IllegalArgumentException(value + " is read before it is computed");
    }
    return name;
  }
}
