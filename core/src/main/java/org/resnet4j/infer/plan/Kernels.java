package org.resnet4j.infer.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.infer.graph.Form;
import org.resnet4j.infer.graph.Operation;
import org.resnet4j.infer.graph.Step;
import org.resnet4j.infer.graph.TypedGraph;
import org.resnet4j.infer.graph.Value;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;

/** Makes the steps of a graph ready for one size of batch: each becomes a primitive of oneDNN. */
final class Kernels {
  private static final int NORMALISATION =
      dnnl.dnnl_use_global_stats | dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

  private static final int SCALES = dnnl.DNNL_ARG_ATTR_SCALES;

  private final TypedGraph graph;
  private final int n;
  private final Weights weights;
  private final Owner owner;

  /**
   * @param n images in a batch
   * @param owner of what is made
   */
  Kernels(TypedGraph graph, int n, Weights weights, Owner owner) {
    this.graph = graph;
    this.n = n;
    this.weights = weights;
    this.owner = owner;
  }

  /**
   * The kernel of a step.
   *
   * @throws IllegalStateException if oneDNN cannot compute it
   */
  Kernel of(Step step) {
    try (PointerScope scope = new PointerScope()) {
      return make(step);
    } catch (RuntimeException e) {
      String what = step.name() + " (" + step.operation().describe() + ")";
      throw new IllegalStateException("oneDNN cannot compute " + what + ": " + e.getMessage(), e);
    }
  }

  /** What a value takes of memory. */
  long bytes(Value value) {
    return n * value.shape().size() * graph.form(value).type().bytes();
  }

  private Kernel make(Step step) {
    Operation operation = step.operation();
    if (operation instanceof Operation.Convolution convolution) {
      return convolution(step, convolution);
    } else if (operation instanceof Operation.FullyConnected linear) {
      return linear(step, linear);
    } else if (operation instanceof Operation.Normalisation normalisation) {
      return normalisation(step, normalisation);
    } else if (operation instanceof Operation.Pooling pooling) {
      return pooling(step, pooling);
    } else if (operation instanceof Operation.UnevenPooling uneven) {
      return unevenPooling(step, uneven);
    } else if (operation instanceof Operation.Elementwise elementwise) {
      return elementwise(step, elementwise);
    } else if (operation instanceof Operation.Binary binary) {
      return binary(step, binary);
    } else if (operation instanceof Operation.Concatenation) {
      return concatenation(step);
    }
    return conversion(step);
  }

  private Kernel convolution(Step step, Operation.Convolution convolution) {
    Conv conv = convolution.conv();
    long k = conv.kernel();
    long groups = conv.groups();
    long[] dims =
        groups == 1
            ? new long[] {conv.out(), conv.in(), k, k}
            : new long[] {groups, conv.out() / groups, conv.in() / groups, k, k};
    memory.desc bias = OneDnn.plain(conv.out());
    long[] stride = {conv.stride(), conv.stride()};
    long[] padding = {conv.padding(), conv.padding()};
    Product product = new Product(step, convolution.relu(), groups == 1 ? 1 : 3);
    memory.desc source = maps(step.input());
    memory.desc target = maps(step.output());
    memory.desc any = OneDnn.any(product.weights(), dims);
    primitive_attr attributes = product.attributes();
    convolution_forward.primitive_desc description =
        conv.bias()
            ? new convolution_forward.primitive_desc(
                OneDnn.ENGINE,
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                source,
                any,
                bias,
                target,
                stride,
                padding,
                padding,
                attributes,
                false)
            : new convolution_forward.primitive_desc(
                OneDnn.ENGINE,
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                source,
                any,
                target,
                stride,
                padding,
                padding,
                attributes,
                false);
    Map<Integer, Argument> arguments = ends(step, source, target);
    String name = conv.name();
    product.put(arguments, name + ".weight", description.weights_desc(), dims);
    if (conv.bias()) {
      arguments.put(DNNL_ARG_BIAS, constant(name + ".bias", bias, conv.out()));
    }
    return kernel(new primitive(description), description, arguments);
  }

  private Kernel linear(Step step, Operation.FullyConnected operation) {
    Linear linear = operation.linear();
    Shape shape = step.input().shape();
    long[] dims = {linear.out(), shape.channels(), shape.height(), shape.width()};
    memory.desc bias = OneDnn.plain(linear.out());
    memory.desc source = maps(step.input());
    memory.desc target = OneDnn.plain(type(step.output()), n, linear.out());
    Product product = new Product(step, operation.relu(), 1);
    inner_product_forward.primitive_desc description =
        new inner_product_forward.primitive_desc(
            OneDnn.ENGINE,
            prop_kind.forward_inference,
            source,
            OneDnn.any(product.weights(), dims),
            bias,
            target,
            product.attributes(),
            false);
    Map<Integer, Argument> arguments = ends(step, source, target);
    String name = linear.name();
    product.put(arguments, name + ".weight", description.weights_desc(), dims);
    arguments.put(DNNL_ARG_BIAS, constant(name + ".bias", bias, linear.out()));
    return kernel(new primitive(description), description, arguments);
  }

  private Kernel normalisation(Step step, Operation.Normalisation operation) {
    memory.desc source = maps(step.input());
    memory.desc target = maps(step.output());
    batch_normalization_forward.primitive_desc description =
        new batch_normalization_forward.primitive_desc(
            OneDnn.ENGINE,
            dnnl.dnnl_forward_inference,
            source,
            target,
            (float) operation.norm().epsilon(),
            NORMALISATION | (operation.relu() ? dnnl.dnnl_fuse_norm_relu : 0),
            attributes(false),
            false);
    Map<Integer, Argument> arguments = ends(step, source, target);
    long channels = operation.norm().channels();
    memory.desc each = OneDnn.plain(channels);
    String name = operation.norm().name();
    arguments.put(DNNL_ARG_MEAN, constant(name + ".running_mean", each, channels));
    arguments.put(DNNL_ARG_VARIANCE, constant(name + ".running_var", each, channels));
    arguments.put(DNNL_ARG_SCALE, constant(name + ".weight", each, channels));
    arguments.put(DNNL_ARG_SHIFT, constant(name + ".bias", each, channels));
    return kernel(new primitive(description), description, arguments);
  }

  private Kernel pooling(Step step, Operation.Pooling pooling) {
    Shape from = step.input().shape();
    Shape to = step.output().shape();
    long[] stride = {pooling.stride(), pooling.stride()};
    long[] kernel = {pooling.kernel(), pooling.kernel()};
    long[] before = {pooling.padding(), pooling.padding()};
    long[] after = {
      rest(pooling, from.height(), to.height()), rest(pooling, from.width(), to.width())
    };
    memory.desc source = maps(step.input());
    memory.desc target = maps(step.output());
    pooling_forward.primitive_desc description =
        new pooling_forward.primitive_desc(
            OneDnn.ENGINE,
            prop_kind.forward_inference,
            pooling.max() ? algorithm.pooling_max : algorithm.pooling_avg_exclude_padding,
            source,
            target,
            stride,
            kernel,
            new long[] {0, 0},
            before,
            after,
            attributes(false),
            false);
    return kernel(new primitive(description), description, ends(step, source, target));
  }

  /** The padding behind an axis, which the last window may need more of, or none. */
  private static long rest(Operation.Pooling pooling, int from, int to) {
    return (to - 1L) * pooling.stride() + pooling.kernel() - from - pooling.padding();
  }

  /** Of each image, {@code [cells, pixels] x [pixels, channels]}. */
  private Kernel unevenPooling(Step step, Operation.UnevenPooling pooling) {
    Shape from = step.input().shape();
    long cells = (long) pooling.size() * pooling.size();
    long pixels = (long) from.height() * from.width();
    memory.desc shares = OneDnn.plain(type(step.input()), 1, cells, pixels);
    memory.desc source = OneDnn.plain(type(step.input()), n, pixels, from.channels());
    memory.desc target = OneDnn.plain(type(step.input()), n, cells, from.channels());
    matmul.primitive_desc description =
        new matmul.primitive_desc(OneDnn.ENGINE, shares, source, target, attributes(false), false);
    Map<Integer, Argument> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, constant(step.name(), shares, 1, cells, pixels));
    arguments.put(DNNL_ARG_WEIGHTS, variable(step.input(), source));
    arguments.put(DNNL_ARG_DST, variable(step.output(), target));
    return kernel(new primitive(description), description, arguments);
  }

  private Kernel elementwise(Step step, Operation.Elementwise elementwise) {
    memory.desc source = maps(step.input());
    memory.desc target = maps(step.output());
    eltwise_forward.primitive_desc description =
        new eltwise_forward.primitive_desc(
            OneDnn.ENGINE,
            prop_kind.forward_inference,
            switch (elementwise.function()) {
              case RELU -> algorithm.eltwise_relu;
              case SIGMOID -> algorithm.eltwise_logistic;
              case AFFINE -> algorithm.eltwise_linear;
            },
            source,
            target,
            parameter(elementwise, elementwise.affine().scale()),
            parameter(elementwise, elementwise.affine().shift()),
            attributes(false),
            false);
    return kernel(new primitive(description), description, ends(step, source, target));
  }

  private static float parameter(Operation.Elementwise elementwise, double value) {
    return elementwise.function() == Operation.Elementwise.Function.AFFINE ? (float) value : 0;
  }

  private Kernel binary(Step step, Operation.Binary operation) {
    memory.desc first = maps(step.inputs().get(0));
    memory.desc second = maps(step.inputs().get(1));
    memory.desc target = maps(step.output());
    binary.primitive_desc description =
        new binary.primitive_desc(
            OneDnn.ENGINE,
            operation.product() ? algorithm.binary_mul : algorithm.binary_add,
            first,
            second,
            target,
            attributes(operation.relu()),
            false);
    Map<Integer, Argument> arguments = ends(step, first, target);
    arguments.put(DNNL_ARG_SRC_1, variable(step.inputs().get(1), second));
    return kernel(new primitive(description), description, arguments);
  }

  private Kernel concatenation(Step step) {
    memory.desc target = maps(step.output());
    List<memory.desc> sources = step.inputs().stream().map(this::maps).toList();
    concat.primitive_desc description =
        new concat.primitive_desc(
            OneDnn.ENGINE,
            target,
            1,
            new memory_desc_vector(sources.toArray(new memory.desc[0])),
            attributes(false),
            false);
    Map<Integer, Argument> arguments = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      arguments.put(DNNL_ARG_MULTIPLE_SRC + i, variable(step.inputs().get(i), sources.get(i)));
    }
    arguments.put(DNNL_ARG_DST, variable(step.output(), target));
    return kernel(new concat(description), description, arguments);
  }

  /** To the numbers of the plan, or to logits in 32 bits and the order c, h, w. */
  private Kernel conversion(Step step) {
    Shape shape = step.output().shape();
    memory.desc source = maps(step.input());
    memory.desc target =
        step.output().equals(graph.graph().output())
            ? OneDnn.plain(n, shape.channels(), shape.height(), shape.width())
            : maps(step.output());
    primitive_attr attributes = attributes(false);
    Map<Integer, Argument> arguments = ends(step, source, target);
    scale(attributes, arguments, DNNL_ARG_SRC, graph.form(step.input()));
    scale(attributes, arguments, DNNL_ARG_DST, graph.form(step.output()));
    reorder.primitive_desc description =
        new reorder.primitive_desc(OneDnn.ENGINE, source, OneDnn.ENGINE, target, attributes, false);
    return kernel(new reorder(description), description, arguments);
  }

  private Map<Integer, Argument> ends(Step step, memory.desc source, memory.desc target) {
    Map<Integer, Argument> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, variable(step.input(), source));
    arguments.put(DNNL_ARG_DST, variable(step.output(), target));
    return arguments;
  }

  private Argument variable(Value value, memory.desc description) {
    return new Argument.Variable(value, owner.keep(description));
  }

  private Argument constant(String name, memory.desc wanted, long... dims) {
    return new Argument.Constant(weights.get(name, wanted, dims));
  }

  private Kernel kernel(
      primitive code, primitive_desc_base description, Map<Integer, Argument> arguments) {
    memory.desc scratch = owner.keep(description.scratchpad_desc());
    if (scratch.get_size() > 0) {
      arguments.put(DNNL_ARG_SCRATCHPAD, new Argument.Scratch(scratch));
    }
    String implementation = description.impl_info_str().getString();
    return new Kernel(owner.keep(code), implementation, arguments);
  }

  private static primitive_attr attributes(boolean relu) {
    post_ops operations = new post_ops();
    if (relu) {
      operations.append_eltwise(algorithm.eltwise_relu, 0, 0);
    }
    return attributes(operations);
  }

  private static primitive_attr attributes(post_ops operations) {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    attributes.set_post_ops(operations);
    return attributes;
  }

  /** What multiplication with weights has in common: the types of all, and their scales. */
  private final class Product {
    private final Form source;
    private final Form target;
    private final primitive_attr attributes;

    /**
     * @param channels which dimensions of the weights count the outputs, a bit for each
     */
    Product(Step step, boolean relu, int channels) {
      source = graph.form(step.input());
      target = graph.form(step.output());
      post_ops operations = new post_ops();
      if (step.isInPlace()) {
        Form shortcut = graph.form(step.inputs().get(1));
        operations.append_sum(shortcut.scale(), 0, OneDnn.type(shortcut.type()));
      }
      if (relu) {
        operations.append_eltwise(algorithm.eltwise_relu, 0, 0);
      }
      attributes = Kernels.attributes(operations);
      if (source.type().isQuantised()) {
        attributes.set_scales_mask(DNNL_ARG_SRC, 0);
        attributes.set_scales_mask(DNNL_ARG_WEIGHTS, channels);
      }
      if (target.type().isQuantised()) {
        attributes.set_scales_mask(DNNL_ARG_DST, 0);
      }
    }

    primitive_attr attributes() {
      return attributes;
    }

    memory.data_type weights() {
      return source.type().isQuantised() ? OneDnn.S8 : OneDnn.type(source.type());
    }

    void put(Map<Integer, Argument> arguments, String name, memory.desc wanted, long... dims) {
      if (source.type().isQuantised()) {
        Weights.Quantised quantised = weights.quantised(name, wanted, dims);
        arguments.put(DNNL_ARG_WEIGHTS, new Argument.Constant(quantised.values()));
        arguments.put(SCALES | DNNL_ARG_WEIGHTS, new Argument.Constant(quantised.scales()));
        arguments.put(SCALES | DNNL_ARG_SRC, scale(source));
      } else {
        arguments.put(DNNL_ARG_WEIGHTS, constant(name, wanted, dims));
      }
      if (target.type().isQuantised()) {
        arguments.put(SCALES | DNNL_ARG_DST, scale(target));
      }
    }
  }

  private void scale(
      primitive_attr attributes, Map<Integer, Argument> arguments, int role, Form form) {
    if (form.type().isQuantised()) {
      attributes.set_scales_mask(role, 0);
      arguments.put(SCALES | role, scale(form));
    }
  }

  private Argument scale(Form form) {
    return new Argument.Constant(weights.scale(form.scale()));
  }

  private memory.desc maps(Value value) {
    return OneDnn.maps(n, value.shape(), type(value));
  }

  private memory.data_type type(Value value) {
    return OneDnn.type(graph.form(value).type());
  }
}
