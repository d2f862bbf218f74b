package org.resnet4j.compiled.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Map;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.Kernel;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;

/** The kernels of convolutions and fully connected layers, which multiply by weights. */
final class Products {
  private static final int SCALES = dnnl.DNNL_ARG_ATTR_SCALES;

  private final KernelSite site;

  Products(KernelSite site) {
    this.site = site;
  }

  Kernel convolution(Step step, Operation.Convolution convolution) {
    Conv conv = convolution.conv();
    long[] dims = OneDnn.weights(conv);
    memory.desc bias = conv.bias() ? OneDnn.plain(conv.out()) : new memory.desc();
    long[] stride = {conv.stride(), conv.stride()};
    long[] padding = {conv.padding(), conv.padding()};
    Product product = new Product(step, convolution.relu(), conv.groups() == 1 ? 1 : 3);
    memory.desc source = site.maps(step.input());
    memory.desc target = site.maps(step.output());
    convolution_forward.primitive_desc description =
        new convolution_forward.primitive_desc(
            OneDnn.ENGINE,
            prop_kind.forward_inference,
            algorithm.convolution_direct,
            source,
            OneDnn.any(product.weights(), dims),
            bias,
            target,
            stride,
            padding,
            padding,
            product.attributes(),
            false);
    Map<Integer, Argument> arguments = site.ends(step, source, target);
    product.put(arguments, conv.weights().name(), description.weights_desc(), dims);
    if (conv.bias()) {
      arguments.put(DNNL_ARG_BIAS, site.constant(conv.biases().name(), bias, conv.out()));
    }
    return site.kernel(new primitive(description), description, arguments);
  }

  Kernel linear(Step step, Operation.FullyConnected operation) {
    Linear linear = operation.linear();
    Shape shape = step.input().shape();
    long[] dims = {linear.out(), shape.channels(), shape.height(), shape.width()};
    memory.desc bias = OneDnn.plain(linear.out());
    memory.desc source = site.maps(step.input());
    memory.desc target = OneDnn.plain(site.type(step.output()), site.n(), linear.out());
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
    Map<Integer, Argument> arguments = site.ends(step, source, target);
    product.put(arguments, linear.weights().name(), description.weights_desc(), dims);
    arguments.put(DNNL_ARG_BIAS, site.constant(linear.biases().name(), bias, linear.out()));
    return site.kernel(new primitive(description), description, arguments);
  }

  /** The common part of products with weights: number types and scales. */
  private final class Product {
    private final Form source;
    private final Form target;
    private final primitive_attr attributes;

    /**
     * @param channels a bit mask of the weights' dimensions that index outputs
     */
    Product(Step step, boolean relu, int channels) {
      source = site.form(step.input());
      target = site.form(step.output());
      post_ops operations = new post_ops();
      if (step.isInPlace()) {
        Form shortcut = site.form(step.inputs().get(1));
        operations.append_sum(shortcut.scale(), 0, OneDnn.type(shortcut.type()));
      }
      if (relu) {
        operations.append_eltwise(algorithm.eltwise_relu, 0, 0);
      }
      attributes = OneDnn.attributes(operations);
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

    void put(Map<Integer, Argument> arguments, String name, memory.desc layout, long... dims) {
      if (source.type().isQuantised()) {
        Weights.Quantised quantised = site.quantised(name, layout, dims);
        arguments.put(DNNL_ARG_WEIGHTS, new Argument.Constant(quantised.values()));
        arguments.put(SCALES | DNNL_ARG_WEIGHTS, new Argument.Constant(quantised.scales()));
        arguments.put(SCALES | DNNL_ARG_SRC, site.scale(source));
      } else {
        arguments.put(DNNL_ARG_WEIGHTS, site.constant(name, layout, dims));
      }
      if (target.type().isQuantised()) {
        arguments.put(SCALES | DNNL_ARG_DST, site.scale(target));
      }
    }
  }
}
