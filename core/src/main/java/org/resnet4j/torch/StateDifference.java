package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.resnet4j.layer.Parameter;

/**
 * The differences between given tensors and those that an architecture needs.
 *
 * @param missing names of required tensors that are absent; batch counters may be
 * @param unexpected names of tensors that are not needed
 * @param shapes tensors of another shape, each with the given and the required one
 */
public record StateDifference(List<String> missing, List<String> unexpected, List<String> shapes) {
  private static final int SHOWN = 4;

  public StateDifference {
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    shapes = List.copyOf(shapes);
  }

  /** Compares names and shapes. */
  public static StateDifference of(List<Parameter> expected, Map<String, List<Integer>> actual) {
    List<String> missing = new ArrayList<>();
    List<String> shapes = new ArrayList<>();
    Set<String> unexpected = new HashSet<>(actual.keySet());
    for (Parameter parameter : expected) {
      unexpected.remove(parameter.name());
      List<Integer> shape = actual.get(parameter.name());
      if (shape == null) {
        if (parameter.role() != Parameter.Role.BATCHES) {
          missing.add(parameter.name());
        }
      } else if (!shape.equals(parameter.shape())) {
        shapes.add(parameter.name() + " " + shape + " for " + parameter.shape());
      }
    }
    return new StateDifference(missing, unexpected.stream().sorted().toList(), shapes);
  }

  /** The shape of every tensor by its name. */
  public static Map<String, List<Integer>> shapes(TensorMap tensors) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    tensors.asMap().forEach((name, tensor) -> shapes.put(name, HostMemory.shape(tensor)));
    return shapes;
  }

  /** The number of differing tensors; 0 if they match the architecture. */
  public int count() {
    return missing.size() + unexpected.size() + shapes.size();
  }

  /** All differences in one line, with the first few names of each kind. */
  @Override
  public String toString() {
    return String.join(
        "; ",
        List.of(
                part("missing", missing),
                part("unexpected", unexpected),
                part("of another shape", shapes))
            .stream()
            .filter(part -> !part.isEmpty())
            .toList());
  }

  private static String part(String kind, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String some = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return kind + " " + names.size() + " (" + some + (names.size() > SHOWN ? ", ..." : "") + ")";
  }
}
