package org.resnet4j.train.run;

import java.nio.charset.StandardCharsets;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;

/** What fuzzing reaches of this package. */
public final class UntrustedRecord {
  private UntrustedRecord() {}

  /** Reads the position in a checkpoint, then the record of a run. */
  public static void parse(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    try {
      Json.read(text, Checkpoint.Position.class);
    } catch (FormatException e) {
      Json.read(text, RunRecord.class);
    }
  }
}
