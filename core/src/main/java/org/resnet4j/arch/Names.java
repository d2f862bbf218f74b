package org.resnet4j.arch;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that someone may have meant. */
final class Names {
  private static final int SHOWN = 4;

  private Names() {}

  /** Up to four names that are few edits away from the one that was given, nearest first. */
  static List<String> near(String given, List<String> names) {
    String wanted = plain(given);
    int limit = Math.max(2, wanted.length() / 3);
    return names.stream()
        .filter(name -> distance(wanted, plain(name)) <= limit)
        .sorted(Comparator.comparingInt(name -> distance(wanted, plain(name))))
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
