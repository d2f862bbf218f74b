package org.resnet4j.weights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.resnet4j.torch.TensorMap;

/**
 * What training programs put before every name.
 *
 * @param found from the outside
 */
record Prefixes(List<String> found) {
  private static final List<String> KNOWN =
      List.of("module.", "_orig_mod.", "model.", "net.", "backbone.");

  /** More than anybody nests. */
  private static final int MOST = 4;

  /** How many averages torch's AveragedModel has taken; it stands beside the prefixed names. */
  private static final String AVERAGED = "n_averaged";

  /** The prefixes that all of the names have. */
  static Prefixes of(Set<String> names) {
    List<String> found = new ArrayList<>();
    Set<String> rest = new HashSet<>(names);
    rest.remove(AVERAGED);
    for (int i = 0; i < KNOWN.size() && found.size() < MOST; i++) {
      String prefix = KNOWN.get(i);
      if (!rest.isEmpty() && rest.stream().allMatch(name -> name.startsWith(prefix))) {
        rest =
            rest.stream().map(name -> name.substring(prefix.length())).collect(Collectors.toSet());
        found.add(prefix);
        i = -1; // what is below may begin with any of them
      }
    }
    return new Prefixes(found);
  }

  /** The same tensors under the shorter names, owned by the map that is returned. */
  TensorMap strip(TensorMap tensors) {
    if (found.isEmpty()) {
      return tensors;
    }
    int length = found.stream().mapToInt(String::length).sum();
    TensorMap stripped = new TensorMap();
    try (tensors) {
      tensors
          .asMap()
          .forEach(
              (name, tensor) -> {
                if (!name.equals(AVERAGED)) {
                  stripped.put(name.substring(length), tensor);
                }
              });
    }
    return stripped;
  }

  /** The keys that led to the tensors and then the prefixes, for people. */
  String describe(List<String> path) {
    List<String> all = new ArrayList<>(path);
    all.addAll(found);
    return String.join(", ", all);
  }
}
