package org.resnet4j.graph;

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
    double positive = limit > 0 ? limit : 1; // Nothing but zeros.
    return new Form(type, (float) (positive / type.largest()));
  }
}
