package org.resnet4j.bench.inference;

import java.util.Locale;
import org.resnet4j.torch.Precision;

/** Who answers. */
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

  private final Numbers numbers;
  private final boolean tuned;

  Contestant(Numbers numbers, boolean tuned) {
    this.numbers = numbers;
    this.tuned = tuned;
  }

  /** Sets up the rival in this process. */
  abstract Inference create(Task task) throws Exception;

  /** In what it computes. */
  Numbers numbers() {
    return numbers;
  }

  /** Whether it runs as the launcher runs ResNet4J. */
  boolean tuned() {
    return tuned;
  }

  /** The name everywhere: {@code onnxruntime-fp32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
