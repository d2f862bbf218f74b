package org.resnet4j.train.gradient;

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
import org.resnet4j.graph.Graph;
import org.resnet4j.graph.Operation;
import org.resnet4j.graph.Step;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;
import org.resnet4j.onednn.Argument;
import org.resnet4j.onednn.OneDnn;

/**
 * The passes of convolutions and fully connected layers. Their weights are the network's own, in 32
 * bits; each pass copies them to the type and order that it computes with.
 */
final class WeightedPasses {
  /** What the caller knows the logits as, {@code [n, classes]} in 32 bits. */
  static final String LOGITS = "logits";

  private final Passes passes;
  private final Graph graph;
  private final Tape tape;

  WeightedPasses(Passes passes, Graph graph, Tape tape) {
    this.passes = passes;
    this.graph = graph;
    this.tape = tape;
  }

  void convolution(Step step, Operation.Convolution operation) {
    Conv conv = operation.conv();
    long[] dims = OneDnn.weights(conv);
    long[] stride = {conv.stride(), conv.stride()};
    long[] padding = {conv.padding(), conv.padding()};
    memory.desc source = tape.maps(step.input());
    memory.desc target = tape.maps(step.output());
    memory.desc any = OneDnn.any(tape.type(), dims);
    memory.desc bias = conv.bias() ? OneDnn.plain(conv.out()) : new memory.desc();
    convolution_forward.primitive_desc forward =
        tape.keep(
            new convolution_forward.primitive_desc(
                OneDnn.ENGINE,
                prop_kind.forward_training,
                algorithm.convolution_direct,
                source,
                any,
                bias,
                target,
                stride,
                padding,
                padding,
                OneDnn.attributes(operation.relu()),
                false));
    String name = conv.name() + ".weight";
    float[] constant = graph.constants().get(name);
    Argument weights =
        constant == null ? tape.outside(name, channelsLast(conv)) : tape.constant(constant, dims);
    Argument ordered = tape.as(weights, forward.weights_desc());
    Map<Integer, Argument> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, tape.map(step.input()));
    arguments.put(DNNL_ARG_WEIGHTS, ordered);
    if (conv.bias()) {
      arguments.put(DNNL_ARG_BIAS, tape.outside(conv.name() + ".bias", bias));
    }
    arguments.put(DNNL_ARG_DST, tape.put(step.output()));
    tape.emit(new primitive(forward), forward, arguments);
    passes.goingBack(
        step,
        () -> {
          Argument gradient = passes.before(step, operation.relu());
          if (isTrained(conv)) {
            weightGradient(step, conv, forward, gradient);
          }
          if (passes.isLearned(step.input())) {
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
            Argument below = tape.fresh(tape.maps(step.input()));
            boolean same = ordered.description().equals(backward.weights_desc());
            tape.emit(
                new primitive(backward),
                backward,
                Map.of(
                    DNNL_ARG_DIFF_DST,
                    gradient,
                    DNNL_ARG_WEIGHTS,
                    same ? ordered : tape.as(weights, backward.weights_desc()),
                    DNNL_ARG_DIFF_SRC,
                    below));
            passes.contribute(step.input(), below);
          }
        });
  }

  private void weightGradient(
      Step step, Conv conv, convolution_forward.primitive_desc forward, Argument gradient) {
    long[] stride = {conv.stride(), conv.stride()};
    long[] padding = {conv.padding(), conv.padding()};
    memory.desc bias = conv.bias() ? OneDnn.plain(conv.out()) : new memory.desc();
    convolution_backward_weights.primitive_desc backward =
        new convolution_backward_weights.primitive_desc(
            OneDnn.ENGINE,
            algorithm.convolution_direct,
            tape.maps(step.input()),
            OneDnn.any(OneDnn.F32, OneDnn.weights(conv)),
            bias,
            tape.maps(step.output()),
            stride,
            padding,
            padding,
            forward,
            OneDnn.attributes(false),
            false);
    Argument wanted = passes.gradient(conv.name() + ".weight", channelsLast(conv));
    boolean same = wanted.description().equals(backward.diff_weights_desc());
    Argument ordered = same ? wanted : tape.fresh(backward.diff_weights_desc());
    Map<Integer, Argument> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, tape.map(step.input()));
    arguments.put(DNNL_ARG_DIFF_DST, gradient);
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, ordered);
    if (conv.bias()) {
      arguments.put(DNNL_ARG_DIFF_BIAS, passes.gradient(conv.name() + ".bias", bias));
    }
    tape.emit(new primitive(backward), backward, arguments);
    if (!same) {
      tape.copy(ordered, wanted);
    }
  }

  private boolean isTrained(Layer layer) {
    return layer.parameters().stream().anyMatch(parameter -> passes.isTrained(parameter.name()));
  }

  /** How a network keeps the weights of a convolution: {@code [out, in / groups, k, k]}. */
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

  void linear(Step step, Operation.FullyConnected operation) {
    Linear linear = operation.linear();
    Shape shape = step.input().shape();
    boolean last = step.output().equals(graph.output());
    long[] dims = {linear.out(), shape.channels(), shape.height(), shape.width()};
    memory.desc source = tape.maps(step.input());
    memory.desc target = OneDnn.plain(last ? OneDnn.F32 : tape.type(), tape.n(), linear.out());
    memory.desc bias = OneDnn.plain(linear.out());
    inner_product_forward.primitive_desc forward =
        tape.keep(
            new inner_product_forward.primitive_desc(
                OneDnn.ENGINE,
                prop_kind.forward_training,
                source,
                OneDnn.any(tape.type(), dims),
                bias,
                target,
                OneDnn.attributes(operation.relu()),
                false));
    Argument weights = tape.outside(linear.name() + ".weight", OneDnn.plain(dims));
    Argument ordered = tape.as(weights, forward.weights_desc());
    Argument output =
        last ? tape.outside(LOGITS, target) : tape.seenAs(tape.put(step.output()), target);
    tape.emit(
        new primitive(forward),
        forward,
        Map.of(
            DNNL_ARG_SRC,
            tape.map(step.input()),
            DNNL_ARG_WEIGHTS,
            ordered,
            DNNL_ARG_BIAS,
            tape.outside(linear.name() + ".bias", bias),
            DNNL_ARG_DST,
            output));
    passes.goingBack(
        step,
        () -> {
          memory.desc plain = OneDnn.plain(tape.type(), tape.n(), linear.out());
          Argument gradient =
              last
                  ? tape.as(
                      tape.outside(Passes.GRADIENT + LOGITS, OneDnn.plain(tape.n(), linear.out())),
                      plain)
                  : tape.seenAs(passes.before(step, operation.relu()), plain);
          if (isTrained(linear)) {
            linearGradients(step, linear, dims, forward, gradient);
          }
          if (passes.isLearned(step.input())) {
            inner_product_backward_data.primitive_desc backward =
                new inner_product_backward_data.primitive_desc(
                    OneDnn.ENGINE,
                    tape.maps(step.input()),
                    OneDnn.any(tape.type(), dims),
                    plain,
                    forward,
                    OneDnn.attributes(false),
                    false);
            Argument below = tape.fresh(tape.maps(step.input()));
            boolean same = ordered.description().equals(backward.weights_desc());
            tape.emit(
                new primitive(backward),
                backward,
                Map.of(
                    DNNL_ARG_DIFF_DST,
                    gradient,
                    DNNL_ARG_WEIGHTS,
                    same ? ordered : tape.as(weights, backward.weights_desc()),
                    DNNL_ARG_DIFF_SRC,
                    below));
            passes.contribute(step.input(), below);
          }
        });
  }

  private void linearGradients(
      Step step,
      Linear linear,
      long[] dims,
      inner_product_forward.primitive_desc forward,
      Argument gradient) {
    memory.desc bias = OneDnn.plain(linear.out());
    inner_product_backward_weights.primitive_desc backward =
        new inner_product_backward_weights.primitive_desc(
            OneDnn.ENGINE,
            tape.maps(step.input()),
            OneDnn.any(OneDnn.F32, dims),
            bias,
            gradient.description(),
            forward,
            OneDnn.attributes(false),
            false);
    Argument wanted = passes.gradient(linear.name() + ".weight", OneDnn.plain(dims));
    boolean same = wanted.description().equals(backward.diff_weights_desc());
    Argument ordered = same ? wanted : tape.fresh(backward.diff_weights_desc());
    tape.emit(
        new primitive(backward),
        backward,
        Map.of(
            DNNL_ARG_SRC,
            tape.map(step.input()),
            DNNL_ARG_DIFF_DST,
            gradient,
            DNNL_ARG_DIFF_WEIGHTS,
            ordered,
            DNNL_ARG_DIFF_BIAS,
            passes.gradient(linear.name() + ".bias", bias)));
    if (!same) {
      tape.copy(ordered, wanted);
    }
  }
}
