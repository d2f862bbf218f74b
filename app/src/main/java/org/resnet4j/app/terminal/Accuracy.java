package org.resnet4j.app.terminal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats accuracies as percentages. */
public final class Accuracy {
  private Accuracy() {}

  /** Formats top-1, and top-5 unless null, as {@code top-1 91.86 %, top-5 99.70 %}. */
  public static String text(double top1, @Nullable Double top5) {
    String first = String.format(Locale.ROOT, "top-1 %.2f %%", 100 * top1);
    return top5 == null ? first : first + String.format(Locale.ROOT, ", top-5 %.2f %%", 100 * top5);
  }
}
