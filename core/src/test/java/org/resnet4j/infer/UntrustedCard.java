package org.resnet4j.infer;

import java.nio.charset.StandardCharsets;
import org.resnet4j.weights.WeightsException;

/** What fuzzing reaches of this package. */
public final class UntrustedCard {
  private UntrustedCard() {}

  /** Reads a model card. */
  public static void parse(byte[] json) throws WeightsException {
    ModelCard.parse(new String(json, StandardCharsets.UTF_8));
  }
}
