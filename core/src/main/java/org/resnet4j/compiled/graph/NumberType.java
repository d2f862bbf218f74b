package org.resnet4j.compiled.graph;

/** The number type of a value. */
public enum NumberType {
  /** 32-bit floating point. */
  F32(4),
  /** bfloat16: the upper half of fp32. */
  BF16(2),
  /** 0 to 255, times a scale: outputs of a ReLU. */
  U8(1),
  /** -127 to 127, times a scale. */
  S8(1);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per number. */
  public int bytes() {
    return bytes;
  }

  /** Whether values have a scale. */
  public boolean isQuantised() {
    return this == U8 || this == S8;
  }

  /** The largest number of a quantised type. */
  public int largest() {
    return switch (this) {
      case U8 -> 255;
      case S8 -> 127;
      default -> throw new IllegalStateException(this + " is not quantised");
    };
  }
}
