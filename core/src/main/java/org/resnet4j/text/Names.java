package org.resnet4j.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Suggests similar names. */
public final class Names {
  /** The placeholder for the depth in a family's name. */
  public static final String DEPTH = "<depth>";

  private static final int SHOWN = 4;

  private Names() {}

  /**
   * The end of an error about an unknown name: {@code ; did you mean a, b or c?}, or empty where no
   * name is similar.
   */
  public static String suggestion(String given, List<String> names) {
    List<String> near = near(given, names);
    return near.isEmpty() ? "" : "; did you mean " + choice(near) + "?";
  }

  /** A list of alternatives: {@code a, b or c}. */
  public static String choice(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /**
   * Up to four names within a small edit distance of the given one, nearest first; if there are
   * none, those that begin with it. A family {@code name<depth>} is compared without the depth.
   */
  public static List<String> near(String given, List<String> names) {
    ToIntFunction<String> edits =
        name ->
            name.endsWith(DEPTH)
                ? distance(plain(given).replaceAll("[0-9]+$", ""), plain(name.replace(DEPTH, "")))
                : distance(plain(given), plain(name));
    int best = names.stream().mapToInt(edits).min().orElse(0);
    int most = Math.min(Math.max(2, given.length() / 4), given.length() - 2);
    int limit = Math.min(most, best == 0 ? 0 : best + 1);
    List<String> near =
        names.stream()
            .filter(name -> edits.applyAsInt(name) <= limit)
            .sorted(Comparator.comparingInt(edits))
            .limit(SHOWN)
            .toList();
    return near.isEmpty() ? begunBy(given, names) : near;
  }

  private static List<String> begunBy(String given, List<String> names) {
    return names.stream()
        .filter(name -> given.length() > 2 && plain(name).startsWith(plain(given)))
        .limit(SHOWN)
        .toList();
  }

  /** Lower case, one kind of dash: such differences do not count as edits. */
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
