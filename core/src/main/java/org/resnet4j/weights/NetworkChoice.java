package org.resnet4j.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.FormatException;

/**
 * Chooses among several networks in a file: the requested one, else the averaged one, which
 * evaluates better (Tarvainen and Valpola 2017, arXiv 1703.01780), else the one with a common name.
 *
 * @param path the names that lead to it, outermost first
 * @param others those of the networks that were not chosen
 */
record NetworkChoice(List<String> path, List<List<String>> others) {
  /** An exponential moving average, or stochastic weight averaging. */
  private static final Pattern AVERAGED =
      Pattern.compile("(?i)(.*[_.-])?(ema|swa|averaged?)([_.-].*)?");

  /** Common names of the trained network; the last is MoCo's, beside encoder_k. */
  private static final List<String> USUAL =
      List.of("state_dict", "model_state_dict", "model", "net", "weights", "encoder_q");

  /**
   * Chooses one.
   *
   * @param paths at least one
   * @param key a name in its path, or the whole path with dots; null for the default
   * @throws FormatException if the choice is ambiguous
   */
  static NetworkChoice of(List<List<String>> paths, @Nullable String key) {
    List<List<String>> asked =
        key == null ? List.of() : paths.stream().filter(path -> matches(path, key)).toList();
    List<List<String>> ranked = new ArrayList<>(asked.isEmpty() ? paths : asked);
    ranked.sort(NetworkChoice::compare);
    List<String> first = ranked.get(0);
    if (ranked.size() > 1 && compare(first, ranked.get(1)) == 0) {
      throw new FormatException(
          "it holds several networks: " + names(ranked) + "; choose one by its key");
    }
    return new NetworkChoice(first, paths.stream().filter(path -> !path.equals(first)).toList());
  }

  /** Whether a name occurs in the path of the chosen network. */
  boolean matches(String key) {
    return matches(path, key);
  }

  private static boolean matches(List<String> path, String key) {
    return path.contains(key) || String.join(".", path).equals(key);
  }

  private static int compare(List<String> one, List<String> other) {
    int averaged = Boolean.compare(isAveraged(other), isAveraged(one));
    for (int i = 0; averaged == 0 && i < Math.min(one.size(), other.size()); i++) {
      averaged = Integer.compare(rank(one.get(i)), rank(other.get(i)));
    }
    return averaged;
  }

  private static boolean isAveraged(List<String> path) {
    return path.stream().anyMatch(AVERAGED.asMatchPredicate());
  }

  private static int rank(String name) {
    int usual = USUAL.indexOf(name);
    return usual < 0 ? USUAL.size() : usual;
  }

  static String names(List<List<String>> paths) {
    return paths.stream().map(path -> String.join(".", path)).collect(Collectors.joining(", "));
  }

  /** Human-readable description of the choice; empty if there was none. */
  String note() {
    if (others.isEmpty()) {
      return "";
    }
    return "took "
        + String.join(".", path)
        + (isAveraged(path) ? ", the averaged weights" : "")
        + "; the file also holds "
        + names(others)
        + "; choose one by its key";
  }
}
