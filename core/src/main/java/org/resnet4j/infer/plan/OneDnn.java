package org.resnet4j.infer.plan;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.resnet4j.infer.graph.NumberType;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Torch;

/** The processor as oneDNN sees it, and how its memory is described. */
final class OneDnn {
  static final memory.data_type F32 = memory.data_type.f32;
  static final memory.data_type S8 = memory.data_type.s8;
  static final memory.data_type U8 = memory.data_type.u8;
  static final memory.format_tag ROW = memory.format_tag.a;

  /** One for the process: it is nothing but the processor. */
  static final engine ENGINE;

  static {
    Torch.threads(); // Both libraries use the OpenMP that libtorch brings: it is loaded first.
    ENGINE = new engine(engine.kind.cpu, 0);
    ENGINE.retainReference(); // It outlives the scope of whoever came first.
  }

  private OneDnn() {}

  /** oneDNN's name for a type of numbers. */
  static memory.data_type type(NumberType type) {
    return switch (type) {
      case F32 -> F32;
      case BF16 -> memory.data_type.bf16;
      case U8 -> U8;
      case S8 -> S8;
    };
  }

  /** A queue of work; a processor's one does it at once, in the thread that asks. */
  static stream stream() {
    return new stream(ENGINE);
  }

  /** Maps {@code [n, c, h, w]} whose channels lie side by side. */
  static memory.desc maps(int n, Shape shape, memory.data_type type) {
    long[] dims = {n, shape.channels(), shape.height(), shape.width()};
    return new memory.desc(dims, type, memory.format_tag.nhwc);
  }

  /** Maps {@code [n, c, h, w]} in any order that suits a primitive. */
  static memory.desc any(memory.data_type type, long... dims) {
    return new memory.desc(dims, type, memory.format_tag.any);
  }

  /** Row-major numbers in 32 bits. */
  static memory.desc plain(long... dims) {
    return plain(F32, dims);
  }

  /** Row-major numbers. */
  static memory.desc plain(memory.data_type type, long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return new memory.desc(dims, type, strides);
  }
}
