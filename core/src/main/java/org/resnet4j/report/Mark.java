package org.resnet4j.report;

import java.util.Locale;

/** What became of a claim, told apart by sign, line and colour alike. */
public enum Mark {
  /** It holds. */
  YES("✓"),
  /** It does not. */
  NO("✗"),
  /** That is open. */
  OPEN("?");

  private final String sign;

  Mark(String sign) {
    this.sign = sign;
  }

  /** One character. */
  public String sign() {
    return sign;
  }

  /** The class of its style sheet. */
  String style() {
    return name().toLowerCase(Locale.ROOT);
  }
}
