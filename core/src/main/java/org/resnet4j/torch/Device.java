package org.resnet4j.torch;

import com.fasterxml.jackson.annotation.JsonValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.torch.natives.Natives;

/** The device that stores and computes tensors. */
public enum Device {
  CPU(DeviceType.CPU, "cpu"),
  CUDA(DeviceType.CUDA, "cuda");

  static {
    Natives.load();
  }

  private final DeviceType type;
  private final String label;

  Device(DeviceType type, String label) {
    this.type = type;
    this.label = label;
  }

  /**
   * The device of that name; {@code auto} is a usable GPU, otherwise the CPU.
   *
   * @throws IllegalArgumentException if the name is not auto, cpu or cuda, or if cuda is
   *     unavailable; the message says why
   */
  public static Device named(String name) {
    return switch (name) {
      case "auto" -> Torch.cudaProblem().isEmpty() ? CUDA : CPU;
      case "cpu" -> CPU;
      case "cuda" -> CUDA.requireUsable();
      default ->
          throw new IllegalArgumentException(
              "expected the device auto, cpu or cuda, got '" + name + "'");
    };
  }

  /**
   * This device, if it can be used.
   *
   * @throws IllegalArgumentException if this build or machine cannot use it; the message says why
   */
  public Device requireUsable() {
    String problem = this == CUDA ? Torch.cudaProblem() : "";
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException("the device cuda cannot be used: " + problem);
    }
    return this;
  }

  DeviceType type() {
    return type;
  }

  /** Options for a new tensor of this data type on this device. */
  public TensorOptions options(ScalarType scalar) {
    return new TensorOptions(new org.bytedeco.pytorch.Device(type))
        .dtype(new org.bytedeco.pytorch.ScalarTypeOptional(scalar));
  }

  /** The tensor itself if it is on this device, otherwise a copy. */
  public Tensor move(Tensor tensor) {
    return tensor.device().type() == type
        ? tensor
        : tensor.to(new org.bytedeco.pytorch.Device(type), tensor.scalar_type());
  }

  /** The name as {@link #named} takes it. */
  @JsonValue
  @Override
  public String toString() {
    return label;
  }
}
