package org.resnet4j.weights;

import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** The types of numbers in files of weights, by their names in safetensors. */
public enum TensorType {
  F64(8, ScalarType.Double),
  F32(4, ScalarType.Float),
  F16(2, ScalarType.Half),
  BF16(2, ScalarType.BFloat16),
  I64(8, ScalarType.Long),
  I32(4, ScalarType.Int),
  I16(2, ScalarType.Short),
  I8(1, ScalarType.Char),
  U8(1, ScalarType.Byte),
  BOOL(1, ScalarType.Bool);

  private final int bytes;
  private final ScalarType scalar;

  TensorType(int bytes, ScalarType scalar) {
    this.bytes = bytes;
    this.scalar = scalar;
  }

  /** The bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** The same type in libtorch. */
  public ScalarType scalar() {
    return scalar;
  }

  static @Nullable TensorType named(String name) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /**
   * The type for a tensor.
   *
   * @throws IllegalArgumentException if files of weights have none
   */
  public static TensorType of(ScalarType scalar) {
    for (TensorType type : values()) {
      if (type.scalar.value == scalar.value) {
        return type;
      }
    }
    throw new IllegalArgumentException("files of weights cannot hold numbers of type " + scalar);
  }
}
