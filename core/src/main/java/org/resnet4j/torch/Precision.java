package org.resnet4j.torch;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The data type of convolutions and matrix products. */
public enum Precision {
  /** 32-bit floating point throughout. */
  FP32,
  /**
   * bfloat16 inputs with fp32 accumulation in convolutions and matrix products; parameters,
   * statistics, losses and updates stay in fp32.
   */
  BF16;

  /**
   * The precision of that name; {@code auto} is bf16 where the device supports it in hardware.
   *
   * @throws IllegalArgumentException if the name is not auto, fp32 or bf16
   */
  public static Precision named(String name, Device device) {
    return switch (name) {
      case "auto" -> device == Device.CUDA || Torch.hasBf16Instructions() ? BF16 : FP32;
      case "fp32" -> FP32;
      case "bf16" -> BF16;
      default ->
          throw new IllegalArgumentException(
              "expected the precision auto, fp32 or bf16, got '" + name + "'");
    };
  }

  /** The name as {@link #named} takes it. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
