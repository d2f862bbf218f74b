package org.resnet4j.compiled.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.graph.TypedGraph;
import org.resnet4j.compiled.graph.Value;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.Kernel;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.compiled.onednn.Owner;

/** The context of a graph's kernels: batch size, the forms of values, and weights. */
final class KernelSite {
  private static final int SCALES = dnnl.DNNL_ARG_ATTR_SCALES;

  private final TypedGraph graph;
  private final int n;
  private final Weights weights;
  private final Owner owner;
  private final Map<Value, Integer> places = new HashMap<>();

  /**
   * @param n images in a batch
   * @param owner of the native objects
   */
  KernelSite(TypedGraph graph, int n, Weights weights, Owner owner) {
    this.graph = graph;
    this.n = n;
    this.weights = weights;
    this.owner = owner;
    for (Step step : graph.steps()) {
      if (step.isInPlace()) {
        places.put(step.output(), place(step.inputs().get(1)));
      }
    }
  }

  int n() {
    return n;
  }

  Form form(Value value) {
    return graph.form(value);
  }

  /** Whether a value is the graph's output. */
  boolean isLogits(Value value) {
    return value.equals(graph.output());
  }

  /** The id of a value's memory: that of the value it overwrites, else its own. */
  int place(Value value) {
    return places.getOrDefault(value, value.id());
  }

  Map<Integer, Argument> ends(Step step, memory.desc source, memory.desc target) {
    Map<Integer, Argument> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, variable(step.input(), source));
    arguments.put(DNNL_ARG_DST, variable(step.output(), target));
    return arguments;
  }

  Owner owner() {
    return owner;
  }

  /** The maps of a value. */
  Argument map(Value value) {
    return variable(value, maps(value));
  }

  Argument variable(Value value, memory.desc description) {
    return new Argument.Variable(place(value), owner.keep(description));
  }

  /** Int8 weights, as {@link Weights#quantised} returns them. */
  Weights.Quantised quantised(String name, memory.desc layout, long... dims) {
    return weights.quantised(name, layout, dims);
  }

  /** Weights in floating point. */
  Argument constant(String name, memory.desc layout, long... dims) {
    return new Argument.Constant(weights.get(name, layout, dims));
  }

  Kernel kernel(primitive code, primitive_desc_base description, Map<Integer, Argument> arguments) {
    return Kernel.of(owner, code, description, arguments);
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
