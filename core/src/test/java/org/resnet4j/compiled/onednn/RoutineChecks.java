package org.resnet4j.compiled.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Invariants of the memory of any routine. */
public final class RoutineChecks {
  private RoutineChecks() {}

  /**
   * Checks that no kernel overwrites a value that is still read.
   *
   * @param results values that are read after the last kernel
   */
  public static void assertNoOverlap(Routine routine, Set<Integer> results) {
    List<Kernel> kernels = routine.kernels();
    for (int i = 0; i < kernels.size(); i++) {
      Map<Integer, Argument.Variable> later = variables(kernels.subList(i, kernels.size()));
      List<Argument.Variable> live =
          variables(kernels.subList(0, i + 1)).values().stream()
              .filter(value -> later.containsKey(value.id()) || results.contains(value.id()))
              .toList();
      for (Argument.Variable a : live) {
        assertThat(live).filteredOn(b -> b.id() != a.id() && overlap(routine, a, b)).isEmpty();
      }
    }
  }

  /** The values of some kernels by their numbers. */
  public static Map<Integer, Argument.Variable> variables(List<Kernel> kernels) {
    Map<Integer, Argument.Variable> variables = new HashMap<>();
    for (Kernel kernel : kernels) {
      for (Argument argument : kernel.arguments().values()) {
        if (argument instanceof Argument.Variable variable) {
          variables.put(variable.id(), variable);
        }
      }
    }
    return variables;
  }

  private static boolean overlap(Routine routine, Argument.Variable a, Argument.Variable b) {
    long from = routine.offset(a.id());
    long other = routine.offset(b.id());
    return from < other + b.description().get_size() && other < from + a.description().get_size();
  }
}
