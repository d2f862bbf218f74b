package org.resnet4j.compiled.graph;

/**
 * How a value is kept.
 *
 * @param scale what the numbers of a quantised type are multiplied with to give the values; else 1
 */
public record Form(NumberType type, float scale) {
  public static final Form F32 = new Form(NumberType.F32, 1);
  public static final Form BF16 = new Form(NumberType.BF16, 1);

  /**
   * A quantised form.
   *
   * @param limit the largest absolute value that is expected; larger ones become that
   */
  static Form quantised(boolean negative, double limit) {
    NumberType type = negative ? NumberType.S8 : NumberType.U8;
    float scale = (float) (limit / type.largest());
    // Without a reciprocal in 32 bits it is that of nothing but zeros.
    return new Form(type, scale >= Float.MIN_NORMAL ? scale : (float) (1.0 / type.largest()));
  }
}
