package org.resnet4j.infer.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.resnet4j.infer.graph.Form;
import org.resnet4j.infer.graph.Step;
import org.resnet4j.infer.graph.TypedGraph;
import org.resnet4j.infer.graph.Value;

/**
 * What all kernels of a graph have in common: their batch, the forms of its values, its weights.
 */
final class KernelSite {
  private static final int SCALES = dnnl.DNNL_ARG_ATTR_SCALES;

  private final TypedGraph graph;
  private final int n;
  private final Weights weights;
  private final Owner owner;

  /**
   * @param n images in a batch
   * @param owner of what is made
   */
  KernelSite(TypedGraph graph, int n, Weights weights, Owner owner) {
    this.graph = graph;
    this.n = n;
    this.weights = weights;
    this.owner = owner;
  }

  int n() {
    return n;
  }

  Form form(Value value) {
    return graph.form(value);
  }

  /** Whether a value is what the graph gives. */
  boolean isLogits(Value value) {
    return value.equals(graph.output());
  }

  /** What a value takes of memory. */
  long bytes(Value value) {
    return n * value.shape().size() * graph.form(value).type().bytes();
  }

  Map<Integer, Argument> ends(Step step, memory.desc source, memory.desc target) {
    Map<Integer, Argument> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, variable(step.input(), source));
    arguments.put(DNNL_ARG_DST, variable(step.output(), target));
    return arguments;
  }

  Argument variable(Value value, memory.desc description) {
    return new Argument.Variable(value, owner.keep(description));
  }

  /** Weights in 8 bits, as {@link Weights#quantised} gives them. */
  Weights.Quantised quantised(String name, memory.desc wanted, long... dims) {
    return weights.quantised(name, wanted, dims);
  }

  /** Weights in floating point. */
  Argument constant(String name, memory.desc wanted, long... dims) {
    return new Argument.Constant(weights.get(name, wanted, dims));
  }

  Kernel kernel(primitive code, primitive_desc_base description, Map<Integer, Argument> arguments) {
    memory.desc scratch = owner.keep(description.scratchpad_desc());
    if (scratch.get_size() > 0) {
      arguments.put(DNNL_ARG_SCRATCHPAD, new Argument.Scratch(scratch));
    }
    String implementation = description.impl_info_str().getString();
    return new Kernel(owner.keep(code), implementation, arguments);
  }

  static primitive_attr attributes(boolean relu) {
    post_ops operations = new post_ops();
    if (relu) {
      operations.append_eltwise(algorithm.eltwise_relu, 0, 0);
    }
    return attributes(operations);
  }

  static primitive_attr attributes(post_ops operations) {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    attributes.set_post_ops(operations);
    return attributes;
  }

  void scale(primitive_attr attributes, Map<Integer, Argument> arguments, int role, Form form) {
    if (form.type().isQuantised()) {
      attributes.set_scales_mask(role, 0);
      arguments.put(SCALES | role, scale(form));
    }
  }

  Argument scale(Form form) {
    return new Argument.Constant(weights.scale(form.scale()));
  }

  memory.desc maps(Value value) {
    return OneDnn.maps(n, value.shape(), type(value));
  }

  memory.data_type type(Value value) {
    return OneDnn.type(graph.form(value).type());
  }
}
