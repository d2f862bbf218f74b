package org.resnet4j.compiled.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.Kernel;
import org.resnet4j.compiled.onednn.MapKernels;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.compiled.onednn.PoolWindow;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Shape;

/** Compiles the steps of a graph for one batch size, each to a oneDNN primitive. */
final class Kernels implements Operation.Cases<Kernel> {
  private static final int NORMALISATION =
      dnnl.dnnl_use_global_stats | dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

  private final KernelSite site;
  private final Products products;

  Kernels(KernelSite site) {
    this.site = site;
    this.products = new Products(site);
  }

  /**
   * The kernel of a step.
   *
   * @throws IllegalStateException if oneDNN cannot compute it
   */
  Kernel of(Step step) {
    try (PointerScope scope = new PointerScope()) {
      return step.accept(this);
    } catch (RuntimeException e) {
      String what = step.name() + " (" + step.operation().describe() + ")";
      throw new IllegalStateException("oneDNN cannot compute " + what + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Kernel convolution(Step step, Operation.Convolution convolution) {
    return products.convolution(step, convolution);
  }

  @Override
  public Kernel fullyConnected(Step step, Operation.FullyConnected linear) {
    return products.linear(step, linear);
  }

  @Override
  public Kernel normalisation(Step step, Operation.Normalisation operation) {
    memory.desc source = site.maps(step.input());
    memory.desc target = site.maps(step.output());
    batch_normalization_forward.primitive_desc description =
        new batch_normalization_forward.primitive_desc(
            OneDnn.ENGINE,
            dnnl.dnnl_forward_inference,
            source,
            target,
            (float) operation.norm().epsilon(),
            NORMALISATION | (operation.relu() ? dnnl.dnnl_fuse_norm_relu : 0),
            OneDnn.attributes(false),
            false);
    Map<Integer, Argument> arguments = site.ends(step, source, target);
    BatchNorm norm = operation.norm();
    long channels = norm.channels();
    memory.desc each = OneDnn.plain(channels);
    arguments.put(DNNL_ARG_MEAN, site.constant(norm.mean().name(), each, channels));
    arguments.put(DNNL_ARG_VARIANCE, site.constant(norm.variance().name(), each, channels));
    arguments.put(DNNL_ARG_SCALE, site.constant(norm.scale().name(), each, channels));
    arguments.put(DNNL_ARG_SHIFT, site.constant(norm.shift().name(), each, channels));
    return site.kernel(new primitive(description), description, arguments);
  }

  @Override
  public Kernel pooling(Step step, Operation.Pooling pooling) {
    PoolWindow window = PoolWindow.of(step, pooling);
    memory.desc source = site.maps(step.input());
    memory.desc target = site.maps(step.output());
    pooling_forward.primitive_desc description =
        new pooling_forward.primitive_desc(
            OneDnn.ENGINE,
            prop_kind.forward_inference,
            window.kind(),
            source,
            target,
            window.stride(),
            window.kernel(),
            window.dense(),
            window.before(),
            window.after(),
            OneDnn.attributes(false),
            false);
    return site.kernel(new primitive(description), description, site.ends(step, source, target));
  }

  /** For each image {@code [cells, pixels] x [pixels, channels]}. */
  @Override
  public Kernel unevenPooling(Step step, Operation.UnevenPooling pooling) {
    Shape from = step.input().shape();
    long cells = (long) pooling.size() * pooling.size();
    long pixels = (long) from.height() * from.width();
    memory.desc shares = OneDnn.plain(site.type(step.input()), 1, cells, pixels);
    memory.desc source = OneDnn.plain(site.type(step.input()), site.n(), pixels, from.channels());
    memory.desc target = OneDnn.plain(site.type(step.input()), site.n(), cells, from.channels());
    return MapKernels.product(
        site.owner(),
        site.constant(step.name(), shares, 1, cells, pixels),
        site.variable(step.input(), source),
        site.variable(step.output(), target));
  }

  @Override
  public Kernel elementwise(Step step, Operation.Elementwise elementwise) {
    memory.desc source = site.maps(step.input());
    memory.desc target = site.maps(step.output());
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
            (float) elementwise.affine().scale(),
            (float) elementwise.affine().shift(),
            OneDnn.attributes(false),
            false);
    return site.kernel(new primitive(description), description, site.ends(step, source, target));
  }

  @Override
  public Kernel binary(Step step, Operation.Binary operation) {
    return MapKernels.binary(
        site.owner(),
        operation.product() ? algorithm.binary_mul : algorithm.binary_add,
        site.map(step.inputs().get(0)),
        site.map(step.inputs().get(1)),
        site.map(step.output()),
        operation.relu());
  }

  @Override
  public Kernel concatenation(Step step, Operation.Concatenation concatenation) {
    List<Argument> parts = step.inputs().stream().map(site::map).toList();
    return MapKernels.concatenation(site.owner(), parts, site.map(step.output()));
  }

  /** Converts to the plan's number type, or to fp32 logits in the order c, h, w. */
  @Override
  public Kernel conversion(Step step, Operation.Conversion conversion) {
    Shape shape = step.output().shape();
    memory.desc source = site.maps(step.input());
    memory.desc target =
        site.isLogits(step.output())
            ? OneDnn.plain(site.n(), shape.channels(), shape.height(), shape.width())
            : site.maps(step.output());
    primitive_attr attributes = OneDnn.attributes(false);
    Map<Integer, Argument> arguments = site.ends(step, source, target);
    site.scale(attributes, arguments, DNNL_ARG_SRC, site.form(step.input()));
    site.scale(attributes, arguments, DNNL_ARG_DST, site.form(step.output()));
    reorder.primitive_desc description =
        new reorder.primitive_desc(OneDnn.ENGINE, source, OneDnn.ENGINE, target, attributes, false);
    return site.kernel(new reorder(description), description, arguments);
  }
}
