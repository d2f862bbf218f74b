package org.resnet4j.torch;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The numbers in which convolutions and matrix products are computed. */
public enum Precision {
  /** 32-bit floating point throughout. */
  FP32,
  /**
   * bfloat16 inputs with 32-bit sums in convolutions and matrix products; parameters, statistics,
   * losses and updates stay in 32 bits.
   */
  BF16;

  /**
   * The precision of that name; {@code auto} is bf16 where the device computes it in hardware.
   *
   * @throws IllegalArgumentException if the name is none of auto, fp32 and bf16
   */
  public static Precision named(String name, Device device) {
    return switch (name) {
      case "auto" -> device == Device.CUDA || Torch.hasBf16Instructions() ? BF16 : FP32;
      case "fp32" -> FP32;
      case "bf16" -> BF16;
      default ->
          throw new IllegalArgumentException(
              "--precision is auto, fp32 or bf16, not '" + name + "'");
    };
  }

  /** The name as {@link #named} takes it. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
