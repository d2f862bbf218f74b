package org.resnet4j.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Formats the numbers of an axis: short, the same in every locale. */
final class Ticks {
  /**
   * Enough to tell the ticks of 0.91001 to 0.91004 apart; hides the rest of 0.30000000000000004.
   */
  private static final MathContext DIGITS = new MathContext(6);

  private Ticks() {}

  /** {@code 0.35}, {@code 16,000}, {@code 1e-5}. */
  static String label(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    if (rounded.signum() == 0) {
      return "0";
    }
    if (size < 0.99e-3 || size >= 1e9) {
      int exponent = rounded.precision() - rounded.scale() - 1;
      return rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString()
          + "e"
          + exponent;
    }
    String plain = rounded.toPlainString();
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    String rest = point < 0 ? "" : plain.substring(point);
    return whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",") + rest;
  }
}
