package org.resnet4j.compiled.graph;

/** The numbers in which a value is kept. */
public enum NumberType {
  /** 32-bit floating point. */
  F32(4),
  /** bfloat16: the upper half of that. */
  BF16(2),
  /** 0 to 255, times a scale: values that a ReLU has made. */
  U8(1),
  /** -127 to 127, times a scale. */
  S8(1);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** The memory of one number. */
  public int bytes() {
    return bytes;
  }

  /** Whether a scale belongs to the values. */
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
