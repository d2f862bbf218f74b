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
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.TensorMap;

/**
 * Turns the steps of a graph into an ONNX graph: each returns the name of its fp32 result. Values
 * that the graph keeps in int8 are quantized and dequantized after their step, which gives the QDQ
 * form.
 */
final class OnnxSteps implements Operation.Cases<String> {
  private final TypedGraph graph;
  private final OnnxGraph onnx = new OnnxGraph();
  private final OnnxOperators operators = new OnnxOperators(onnx);
  private final OnnxParameters parameters;

  /** The names of the graph's values in fp32. */
  private final Map<Value, String> names = new HashMap<>();

  private OnnxSteps(TypedGraph graph, TensorMap state) {
    this.graph = graph;
    this.parameters = new OnnxParameters(onnx, operators, state, graph.graph().constants());
    names.put(graph.input(), OnnxFile.INPUT);
  }

  /**
   * The file of a network.
   *
   * @param state its parameters; fp32 ones are fetched when the file is written
   */
  static OnnxFile file(
      String network, TypedGraph graph, TensorMap state, Map<String, String> metadata) {
    OnnxSteps steps = new OnnxSteps(graph, state);
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
    String result = step.accept(this);
    Form form = graph.form(step.output());
    names.put(
        step.output(),
        form.type().isQuantised() ? rounded(result, AffineQuantiser.of(form)) : result);
  }

  @Override
  public String convolution(Step step, Operation.Convolution operation) {
    List<String> inputs = product(step, name(step.input()), operation.parameters());
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

  @Override
  public String fullyConnected(Step step, Operation.FullyConnected operation) {
    String vector = operators.flatten(step.name() + ".flatten", name(step.input()));
    Form form = graph.form(step.input());
    String x = form.type().isQuantised() ? rounded(vector, AffineQuantiser.of(form)) : vector;
    List<String> inputs = product(step, x, operation.parameters());
    return relu(operation.relu(), operators.linear(step.name(), inputs));
  }

  @Override
  public String normalisation(Step step, Operation.Normalisation operation) {
    List<String> inputs = inputs(name(step.input()), parameters.inFloat(operation.parameters()));
    return relu(operation.relu(), operators.batchNorm(step.name(), operation.norm(), inputs));
  }

  @Override
  public String pooling(Step step, Operation.Pooling pooling) {
    Shape from = step.input().shape();
    Shape to = step.output().shape();
    Pool whole =
        new Pool(pooling.kind(), pooling.kernel(), pooling.stride(), pooling.padding(), false);
    boolean ceil =
        whole.outputSize(from.height()) < to.height()
            || whole.outputSize(from.width()) < to.width();
    Pool same = new Pool(whole.kind(), whole.kernel(), whole.stride(), whole.padding(), ceil);
    return operators.pool(step.name(), same, name(step.input()), from);
  }

  @Override
  public String unevenPooling(Step step, Operation.UnevenPooling pooling) {
    Shape from = step.input().shape();
    return operators.avgPool(step.name(), new AvgPool(pooling.size()), name(step.input()), from);
  }

  @Override
  public String elementwise(Step step, Operation.Elementwise elementwise) {
    String x = name(step.input());
    return switch (elementwise.function()) {
      case RELU -> operators.relu(step.name(), x);
      case SIGMOID -> operators.sigmoid(step.name(), x);
      case AFFINE -> operators.affine(step.name(), elementwise.affine(), x);
    };
  }

  @Override
  public String binary(Step step, Operation.Binary binary) {
    String a = name(step.inputs().get(0));
    String b = name(step.inputs().get(1));
    String result =
        binary.product() ? operators.multiply(step.name(), a, b) : operators.add(step.name(), a, b);
    return relu(binary.relu(), result);
  }

  @Override
  public String concatenation(Step step, Operation.Concatenation concatenation) {
    return operators.concat(step.name(), step.inputs().stream().map(this::name).toList());
  }

  /** All values are fp32 already; logits are flat. */
  @Override
  public String conversion(Step step, Operation.Conversion conversion) {
    String x = name(step.input());
    return step.output().equals(graph.output()) ? operators.flatten(step.name(), x) : x;
  }

  private List<String> product(Step step, String x, List<Parameter> weights) {
    Form form = graph.form(step.input());
    return inputs(
        x,
        form.type().isQuantised()
            ? parameters.inIntegers(weights, form.scale())
            : parameters.inFloat(weights));
  }

  private static List<String> inputs(String x, List<String> more) {
    return Stream.concat(Stream.of(x), more.stream()).toList();
  }

  private String relu(boolean applies, String x) {
    return applies ? operators.relu(x + ".relu", x) : x;
  }

  /** Quantizes and dequantizes a value. */
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
