package org.resnet4j.bench.inference;

import java.util.List;
import java.util.Locale;
import org.resnet4j.torch.Precision;

/** The contestants. */
enum Contestant {
  /** ResNet4J's compiled plan, in the environment that its launcher sets. */
  RESNET4J_FP32(Numbers.FP32, true) {
    @Override
    Inference create(Task task) throws Exception {
      return ResNet4jInference.of(task, Precision.FP32);
    }
  },
  RESNET4J_BF16(Numbers.BF16, true) {
    @Override
    Inference create(Task task) throws Exception {
      return ResNet4jInference.of(task, Precision.BF16);
    }
  },
  RESNET4J_INT8(Numbers.INT8, true) {
    @Override
    Inference create(Task task) throws Exception {
      return ResNet4jInference.quantised(task);
    }
  },
  /** ONNX Runtime with all optimisations. */
  ONNXRUNTIME_FP32(Numbers.FP32, false) {
    @Override
    Inference create(Task task) throws Exception {
      return new OnnxRuntimeInference(task.onnx(), task);
    }
  },
  /**
   * The same on the integers of {@link #RESNET4J_INT8}, in the form for x86 with VNNI: unsigned
   * values, signed weights and a scale per output.
   */
  ONNXRUNTIME_INT8(Numbers.INT8, false) {
    @Override
    Inference create(Task task) throws Exception {
      return new OnnxRuntimeInference(task.quantisedOnnx(), task);
    }
  },
  /** DJL's PyTorch engine with its defaults. */
  DJL(Numbers.FP32, false) {
    @Override
    Inference create(Task task) throws Exception {
      return new DjlInference(task);
    }
  },
  /** Straightforward code on libtorch: fp32, NCHW, default allocator. */
  LIBTORCH(Numbers.FP32, false) {
    @Override
    Inference create(Task task) throws Exception {
      return LibtorchInference.plain(task);
    }
  },
  /** TorchScript, frozen and optimised by libtorch, with the allocator that the launcher sets. */
  LIBTORCH_OPTIMIZED(Numbers.FP32, true) {
    @Override
    Inference create(Task task) throws Exception {
      return LibtorchInference.optimized(task);
    }
  };

  /** The contestants with which others are compared. */
  static final List<Contestant> PEERS = List.of(ONNXRUNTIME_FP32, ONNXRUNTIME_INT8, DJL);

  private final Numbers numbers;
  private final boolean tuned;

  Contestant(Numbers numbers, boolean tuned) {
    this.numbers = numbers;
    this.tuned = tuned;
  }

  /** Sets up the rival in this process. */
  abstract Inference create(Task task) throws Exception;

  /** The number type in which it computes. */
  Numbers numbers() {
    return numbers;
  }

  /** Whether it runs as the launcher runs ResNet4J. */
  boolean tuned() {
    return tuned;
  }

  /**
   * Whether another contestant is compared with this one: all are with fp32, others with the same
   * number type.
   */
  boolean isPeerOf(Contestant other) {
    return numbers == Numbers.FP32 || numbers == other.numbers;
  }

  /** The name everywhere: {@code onnxruntime-fp32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
