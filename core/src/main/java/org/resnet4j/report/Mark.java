package org.resnet4j.report;

import java.util.Locale;

/** The outcome of a claim, distinguished by sign, line and colour. */
public enum Mark {
  /** The claim holds. */
  YES("✓"),
  /** The claim does not hold. */
  NO("✗"),
  /** Undecided. */
  OPEN("?");

  private final String sign;

  Mark(String sign) {
    this.sign = sign;
  }

  /** One character. */
  public String sign() {
    return sign;
  }

  /** The CSS class. */
  String style() {
    return name().toLowerCase(Locale.ROOT);
  }
}
