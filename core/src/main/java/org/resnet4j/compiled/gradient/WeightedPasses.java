package org.resnet4j.compiled.gradient;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.jspecify.annotations.Nullable;
import org.resnet4j.compiled.graph.Graph;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;

/**
 * The passes of convolutions and fully connected layers. Their weights are the network's own in
 * fp32; each pass copies them to the type and layout that it needs.
 */
final class WeightedPasses {
  /** The name under which the caller finds the logits, {@code [n, classes]} in fp32. */
  static final String LOGITS = "logits";

  private final Passes passes;
  private final Graph graph;
  private final Tape tape;

  WeightedPasses(Passes passes, Graph graph, Tape tape) {
    this.passes = passes;
    this.graph = graph;
    this.tape = tape;
  }

  /**
   * The parameters of a layer.
   *
   * @param own the weights in the network's memory, or constants where the network has none
   * @param ordered the weights in the layout of the forward pass
   * @param bias in the network's memory; null if the layer has none
   */
  private record Parameters(
      Parameter weights,
      Parameter biases,
      Argument own,
      Argument ordered,
      memory.@Nullable desc bias) {}

  Runnable convolution(Step step, Operation.Convolution operation) {
    Conv conv = operation.conv();
    long[] dims = OneDnn.weights(conv);
    long[] stride = {conv.stride(), conv.stride()};
    long[] padding = {conv.padding(), conv.padding()};
    memory.desc bias = conv.bias() ? OneDnn.plain(conv.out()) : new memory.desc();
    convolution_forward.primitive_desc forward =
        tape.keep(
            new convolution_forward.primitive_desc(
                OneDnn.ENGINE,
                prop_kind.forward_training,
                algorithm.convolution_direct,
                tape.maps(step.input()),
                OneDnn.any(tape.type(), dims),
                bias,
                tape.maps(step.output()),
                stride,
                padding,
                padding,
                OneDnn.attributes(operation.relu()),
                false));
    float[] constant = graph.constants().get(conv.weights().name());
    Argument own =
        constant == null
            ? tape.outside(conv.weights().name(), channelsLast(conv))
            : tape.constant(constant, dims);
    Argument ordered = tape.as(own, forward.weights_desc());
    Parameters parameters =
        new Parameters(
            conv.weights(), conv.biases(), own, ordered, conv.bias() ? tape.keep(bias) : null);
    forwards(step, new primitive(forward), forward, parameters, tape.put(step.output()));
    return () -> {
      Argument gradient = passes.before(step, operation.relu());
      if (isTrained(conv)) {
        convolution_backward_weights.primitive_desc backward =
            new convolution_backward_weights.primitive_desc(
                OneDnn.ENGINE,
                algorithm.convolution_direct,
                tape.maps(step.input()),
                OneDnn.any(OneDnn.F32, dims),
                conv.bias() ? OneDnn.plain(conv.out()) : new memory.desc(),
                tape.maps(step.output()),
                stride,
                padding,
                padding,
                forward,
                OneDnn.attributes(false),
                false);
        memory.desc computed = backward.diff_weights_desc();
        toWeights(step, new primitive(backward), backward, computed, parameters, gradient);
      }
      if (tape.isLearned(step.input())) {
        convolution_backward_data.primitive_desc backward =
            new convolution_backward_data.primitive_desc(
                OneDnn.ENGINE,
                algorithm.convolution_direct,
                tape.maps(step.input()),
                OneDnn.any(tape.type(), dims),
                tape.maps(step.output()),
                stride,
                padding,
                padding,
                forward,
                OneDnn.attributes(false),
                false);
        memory.desc layout = backward.weights_desc();
        toInput(step, new primitive(backward), backward, layout, parameters, gradient);
      }
    };
  }

  /** A network's layout of convolution weights: {@code [out, in / groups, k, k]}. */
  private static memory.desc channelsLast(Conv conv) {
    long in = conv.in() / conv.groups();
    long k = conv.kernel();
    long one = in * k * k;
    long[] strides =
        conv.groups() == 1
            ? new long[] {one, 1, k * in, in}
            : new long[] {conv.out() / conv.groups() * one, one, 1, k * in, in};
    return new memory.desc(OneDnn.weights(conv), OneDnn.F32, strides);
  }

  Runnable linear(Step step, Operation.FullyConnected operation) {
    Linear linear = operation.linear();
    Shape shape = step.input().shape();
    boolean last = step.output().equals(graph.output());
    long[] dims = {linear.out(), shape.channels(), shape.height(), shape.width()};
    memory.desc bias = tape.keep(OneDnn.plain(linear.out()));
    memory.desc rows = tape.keep(OneDnn.plain(tape.type(), tape.n(), linear.out()));
    memory.desc logits = OneDnn.plain(tape.n(), linear.out());
    inner_product_forward.primitive_desc forward =
        tape.keep(
            new inner_product_forward.primitive_desc(
                OneDnn.ENGINE,
                prop_kind.forward_training,
                tape.maps(step.input()),
                OneDnn.any(tape.type(), dims),
                bias,
                last ? logits : rows,
                OneDnn.attributes(operation.relu()),
                false));
    Argument own = tape.outside(linear.weights().name(), OneDnn.plain(dims));
    Argument ordered = tape.as(own, forward.weights_desc());
    Parameters parameters = new Parameters(linear.weights(), linear.biases(), own, ordered, bias);
    Argument output =
        last ? tape.outside(LOGITS, logits) : tape.seenAs(tape.put(step.output()), rows);
    forwards(step, new primitive(forward), forward, parameters, output);
    return () -> {
      Argument gradient =
          last
              ? tape.as(tape.outside(Tape.GRADIENT + LOGITS, output.description()), rows)
              : tape.seenAs(passes.before(step, operation.relu()), rows);
      if (isTrained(linear)) {
        inner_product_backward_weights.primitive_desc backward =
            new inner_product_backward_weights.primitive_desc(
                OneDnn.ENGINE,
                tape.maps(step.input()),
                OneDnn.any(OneDnn.F32, dims),
                bias,
                rows,
                forward,
                OneDnn.attributes(false),
                false);
        memory.desc computed = backward.diff_weights_desc();
        toWeights(step, new primitive(backward), backward, computed, parameters, gradient);
      }
      if (tape.isLearned(step.input())) {
        inner_product_backward_data.primitive_desc backward =
            new inner_product_backward_data.primitive_desc(
                OneDnn.ENGINE,
                tape.maps(step.input()),
                OneDnn.any(tape.type(), dims),
                rows,
                forward,
                OneDnn.attributes(false),
                false);
        memory.desc layout = backward.weights_desc();
        toInput(step, new primitive(backward), backward, layout, parameters, gradient);
      }
    };
  }

  private boolean isTrained(Layer layer) {
    return layer.parameters().stream().anyMatch(parameter -> tape.isTrained(parameter.name()));
  }

  private void forwards(
      Step step,
      primitive code,
      primitive_desc_base description,
      Parameters parameters,
      Argument output) {
    Map<Integer, Argument> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, tape.map(step.input()));
    arguments.put(DNNL_ARG_WEIGHTS, parameters.ordered());
    if (parameters.bias() != null) {
      arguments.put(DNNL_ARG_BIAS, tape.outside(parameters.biases().name(), parameters.bias()));
    }
    arguments.put(DNNL_ARG_DST, output);
    tape.emit(code, description, arguments);
  }

  /**
   * Appends the gradients of weights and bias.
   *
   * @param computed the layout in which the weights' gradient is computed
   */
  private void toWeights(
      Step step,
      primitive code,
      primitive_desc_base description,
      memory.desc computed,
      Parameters parameters,
      Argument gradient) {
    Argument target = tape.gradient(parameters.weights().name(), parameters.own().description());
    boolean same = target.description().equals(computed);
    Argument ordered = same ? target : tape.fresh(computed);
    Map<Integer, Argument> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, tape.map(step.input()));
    arguments.put(DNNL_ARG_DIFF_DST, gradient);
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, ordered);
    if (parameters.bias() != null) {
      Argument bias = tape.gradient(parameters.biases().name(), parameters.bias());
      arguments.put(DNNL_ARG_DIFF_BIAS, bias);
    }
    tape.emit(code, description, arguments);
    if (!same) {
      tape.copy(ordered, target);
    }
  }

  /**
   * Appends the gradient with respect to the step's input.
   *
   * @param layout in which the weights are read
   */
  private void toInput(
      Step step,
      primitive code,
      primitive_desc_base description,
      memory.desc layout,
      Parameters parameters,
      Argument gradient) {
    boolean same = parameters.ordered().description().equals(layout);
    Argument weights = same ? parameters.ordered() : tape.as(parameters.own(), layout);
    Argument below = tape.fresh(tape.maps(step.input()));
    tape.emit(
        code,
        description,
        Map.of(DNNL_ARG_DIFF_DST, gradient, DNNL_ARG_WEIGHTS, weights, DNNL_ARG_DIFF_SRC, below));
    tape.contribute(step.input(), below);
  }
}
