package org.resnet4j.app.terminal;

import java.util.Map;

/**
 * Adds the command's flags to messages of the library, which names only what a Java program has.
 */
final class FlagHints {
  private static final Map<String, String> FLAGS =
      Map.ofEntries(
          Map.entry("raise the limit on pixels", "--max-pixels"),
          Map.entry("choose one by its key", "--weights-key NAME"),
          Map.entry("skip unreadable pictures", "--on-bad-picture skip"),
          Map.entry("fetch them", "resnet data fetch"),
          Map.entry("name their folder", "--data-dir"),
          Map.entry("omit the split", "--split"),
          Map.entry("check the folder", "resnet data check"),
          Map.entry("quantize it here", "resnet quantize"),
          Map.entry("fine-tune them on your classes", "resnet finetune"),
          Map.entry(
              "the published file: it was modified or damaged; fetch it again",
              "resnet weights fetch"),
          Map.entry("choose other views", "--augment"),
          Map.entry("choose another folder", "--out"),
          Map.entry("or resume it", "--resume"),
          Map.entry("Another recipe", "--recipe"),
          Map.entry("precision fp32", "--precision"),
          Map.entry("expected the views", "--augment"),
          Map.entry("expected the recipe", "--recipe"),
          Map.entry("expected the device", "--device"),
          Map.entry("the device cuda", "--device"),
          Map.entry("expected the precision", "--precision"),
          Map.entry("expected at least 1 thread", "--threads"),
          Map.entry("expected a backbone rate", "--backbone-rate"),
          Map.entry("expected a learning rate", "--lr"),
          Map.entry("expected a weight decay", "--weight-decay"),
          Map.entry("expected a patience", "--patience"),
          Map.entry("expected a batch size", "--batch-size"),
          Map.entry("expected a number of epochs", "--epochs"),
          Map.entry("expected a number of seeds", "--seeds"));

  private FlagHints() {}

  /** A message with the flag behind each advice that has one. */
  static String added(String message) {
    String hinted = message;
    for (Map.Entry<String, String> advice : FLAGS.entrySet()) {
      hinted = hinted.replace(advice.getKey(), advice.getKey() + " (" + advice.getValue() + ")");
    }
    return hinted;
  }
}
