package org.resnet4j.compiled.graph;

/**
 * The representation of a value: its number type and scale.
 *
 * @param scale the factor from quantised numbers to values; 1 for other types
 */
public record Form(NumberType type, float scale) {
  public static final Form F32 = new Form(NumberType.F32, 1);
  public static final Form BF16 = new Form(NumberType.BF16, 1);

  /**
   * A quantised form.
   *
   * @param limit the largest absolute value that is expected; larger ones are clipped to it
   */
  static Form quantised(boolean negative, double limit) {
    NumberType type = negative ? NumberType.S8 : NumberType.U8;
    float scale = (float) (limit / type.largest());
    // A scale without an fp32 reciprocal is replaced by that of all zeros.
    return new Form(type, scale >= Float.MIN_NORMAL ? scale : (float) (1.0 / type.largest()));
  }
}
