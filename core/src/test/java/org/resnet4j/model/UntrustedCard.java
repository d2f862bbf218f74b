package org.resnet4j.model;

import java.nio.charset.StandardCharsets;
import org.resnet4j.compiled.plan.Quantisation;

/** What fuzzing reaches of this package. */
public final class UntrustedCard {
  private UntrustedCard() {}

  /** Reads a model card, and the same text as the limits of 8-bit values. */
  public static void parse(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    try {
      Quantisation.parse(text);
    } catch (IllegalArgumentException e) {
      if (!String.valueOf(e.getMessage()).contains("quantisation")) {
        throw e;
      }
    }
    ModelCard.parse(text);
  }
}
