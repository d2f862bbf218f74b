package org.resnet4j.bench.rival;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** A large product and a large convolution of unsigned with signed 8-bit integers, by oneDNN. */
final class EightBitKernels {
  private final engine processor = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(processor);
  private final List<Pointer> kept = new ArrayList<>();

  /** {@code [side, side] x [side, side]}. */
  Runnable product(long side) {
    long[] dims = {side, side};
    matmul.primitive_desc product =
        new matmul.primitive_desc(
            processor,
            new memory.desc(dims, data_type.u8, format_tag.ab),
            new memory.desc(dims, data_type.s8, format_tag.any),
            new memory.desc(dims, data_type.s32, format_tag.ab));
    return kernel(
        new matmul(product), product.src_desc(), product.weights_desc(), product.dst_desc());
  }

  /** Channels-last, with a padding that keeps the size. */
  Runnable convolution(long[] images, long[] weights) {
    long[] one = {1, 1};
    convolution_forward.primitive_desc convolution =
        new convolution_forward.primitive_desc(
            processor,
            prop_kind.forward_inference,
            algorithm.convolution_direct,
            new memory.desc(images, data_type.u8, format_tag.nhwc),
            new memory.desc(weights, data_type.s8, format_tag.any),
            new memory.desc(images, data_type.u8, format_tag.nhwc),
            one,
            one,
            one);
    return kernel(
        new convolution_forward(convolution),
        convolution.src_desc(),
        convolution.weights_desc(),
        convolution.dst_desc());
  }

  private Runnable kernel(
      primitive code, memory.desc source, memory.desc weights, memory.desc target) {
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(dnnl.DNNL_ARG_SRC, filled(source));
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, filled(weights));
    arguments.put(dnnl.DNNL_ARG_DST, filled(target));
    kept.add(code);
    kept.add(arguments);
    return () -> {
      code.execute(queue, arguments);
      queue._wait();
    };
  }

  private memory filled(memory.desc description) {
    memory result = new memory(description, processor);
    Pointer.memset(result.get_data_handle(), 1, description.get_size());
    kept.add(result);
    return result;
  }
}
