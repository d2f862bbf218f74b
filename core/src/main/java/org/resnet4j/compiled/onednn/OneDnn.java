package org.resnet4j.compiled.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.resnet4j.compiled.graph.NumberType;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Torch;

/** oneDNN's engine for the CPU, and descriptions of its memory. */
public final class OneDnn {
  public static final memory.data_type F32 = memory.data_type.f32;
  public static final memory.data_type S8 = memory.data_type.s8;
  public static final memory.data_type U8 = memory.data_type.u8;

  /** One for the process: it stands for the CPU only. */
  public static final engine ENGINE;

  static {
    Torch.threads(); // Both libraries use the OpenMP that libtorch brings: it is loaded first.
    ENGINE = new engine(engine.kind.cpu, 0);
    ENGINE.retainReference(); // It outlives the scope of its first user.
  }

  private OneDnn() {}

  /** oneDNN's name for a type of numbers. */
  public static memory.data_type type(NumberType type) {
    return switch (type) {
      case F32 -> F32;
      case BF16 -> memory.data_type.bf16;
      case U8 -> U8;
      case S8 -> S8;
    };
  }

  /** A stream; on the CPU it executes synchronously, in the calling thread. */
  public static stream stream() {
    return new stream(ENGINE);
  }

  /** Maps {@code [n, c, h, w]}, channels last. */
  public static memory.desc maps(int n, Shape shape, memory.data_type type) {
    long[] dims = {n, shape.channels(), shape.height(), shape.width()};
    return new memory.desc(dims, type, memory.format_tag.nhwc);
  }

  /** Maps {@code [n, c, h, w]} in any layout that a primitive prefers. */
  public static memory.desc any(memory.data_type type, long... dims) {
    return new memory.desc(dims, type, memory.format_tag.any);
  }

  /** Row-major fp32 numbers. */
  public static memory.desc plain(long... dims) {
    return plain(F32, dims);
  }

  /** Row-major numbers. */
  public static memory.desc plain(memory.data_type type, long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return new memory.desc(dims, type, strides);
  }

  /** oneDNN's dimensions of convolution weights: groups first, if there are several. */
  public static long[] weights(Conv conv) {
    long k = conv.kernel();
    long groups = conv.groups();
    return groups == 1
        ? new long[] {conv.out(), conv.in(), k, k}
        : new long[] {groups, conv.out() / groups, conv.in() / groups, k, k};
  }

  /** Memory with a copy of numbers in the described layout. */
  public static memory filled(memory.desc description, Pointer values) {
    memory result = new memory(description, ENGINE);
    Pointer.memcpy(result.get_data_handle(), values, description.get_size());
    return result;
  }

  /** The post-operations of a primitive: a ReLU, or none. */
  public static primitive_attr attributes(boolean relu) {
    post_ops operations = new post_ops();
    if (relu) {
      operations.append_eltwise(algorithm.eltwise_relu, 0, 0);
    }
    return attributes(operations);
  }

  /** The attributes of a primitive: post-operations, and a scratchpad that the caller provides. */
  public static primitive_attr attributes(post_ops operations) {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    attributes.set_post_ops(operations);
    return attributes;
  }
}
