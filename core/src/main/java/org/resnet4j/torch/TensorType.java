package org.resnet4j.torch;

import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** The data types of weight files, under their safetensors names. */
public enum TensorType {
  F64(8, ScalarType.Double, "DoubleStorage"),
  F32(4, ScalarType.Float, "FloatStorage"),
  F16(2, ScalarType.Half, "HalfStorage"),
  BF16(2, ScalarType.BFloat16, "BFloat16Storage"),
  I64(8, ScalarType.Long, "LongStorage"),
  I32(4, ScalarType.Int, "IntStorage"),
  I16(2, ScalarType.Short, "ShortStorage"),
  I8(1, ScalarType.Char, "CharStorage"),
  U8(1, ScalarType.Byte, "ByteStorage"),
  BOOL(1, ScalarType.Bool, "BoolStorage");

  private final int bytes;
  private final ScalarType scalar;
  private final String storage;

  TensorType(int bytes, ScalarType scalar, String storage) {
    this.bytes = bytes;
    this.scalar = scalar;
    this.storage = storage;
  }

  /** The size of an element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The same type in libtorch. */
  public ScalarType scalar() {
    return scalar;
  }

  /** The storage class in Python's torch, for example {@code FloatStorage}. */
  public String storage() {
    return storage;
  }

  public static @Nullable TensorType named(String name) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /**
   * The type of a tensor.
   *
   * @throws IllegalArgumentException if weight files do not support it
   */
  public static TensorType of(ScalarType scalar) {
    for (TensorType type : values()) {
      if (type.scalar.value == scalar.value) {
        return type;
      }
    }
    throw new IllegalArgumentException("weight files do not support the type " + scalar);
  }
}
