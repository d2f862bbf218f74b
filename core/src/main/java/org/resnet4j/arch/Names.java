package org.resnet4j.arch;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Finds the names that someone may have meant. */
final class Names {
  /** What stands in the name of a family for the depth. */
  static final String DEPTH = "<depth>";

  private static final int SHOWN = 4;

  private Names() {}

  /**
   * Up to four names that are few edits away from the one that was given, nearest first. A family
   * {@code name<depth>} is compared without the depth.
   */
  static List<String> near(String given, List<String> names) {
    ToIntFunction<String> edits =
        name ->
            name.endsWith(DEPTH)
                ? distance(plain(given).replaceAll("[0-9]+$", ""), plain(name.replace(DEPTH, "")))
                : distance(plain(given), plain(name));
    int best = names.stream().mapToInt(edits).min().orElse(0);
    int limit = Math.min(Math.max(2, given.length() / 4), best == 0 ? 0 : best + 1);
    return names.stream()
        .filter(name -> edits.applyAsInt(name) <= limit)
        .sorted(Comparator.comparingInt(edits))
        .limit(SHOWN)
        .toList();
  }

  /** Lower case, one kind of dash: what people get wrong first must not count as an edit. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Levenshtein's distance: the fewest insertions, deletions and replacements from a to b. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
