package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.layer.Parameter;

/** Compares the tensors of a file or another network with what an architecture needs. */
final class StateCheck {
  private StateCheck() {}

  /**
   * @throws IllegalArgumentException if they differ; the message lists what is missing, unexpected
   *     and of another shape
   */
  static void check(String model, List<Parameter> wanted, TensorMap came) {
    List<String> missing = new ArrayList<>();
    List<String> shapes = new ArrayList<>();
    Set<String> unexpected = new HashSet<>(came.asMap().keySet());
    Map<String, Tensor> tensors = came.asMap();
    for (Parameter parameter : wanted) {
      unexpected.remove(parameter.name());
      Tensor tensor = tensors.get(parameter.name());
      if (tensor == null) {
        if (parameter.role() != Parameter.Role.BATCHES) {
          missing.add(parameter.name());
        }
      } else {
        List<Integer> shape = shapeOf(tensor);
        if (!shape.equals(parameter.shape())) {
          shapes.add(parameter.name() + " " + shape + " for " + parameter.shape());
        }
      }
    }
    if (!missing.isEmpty() || !shapes.isEmpty() || !unexpected.isEmpty()) {
      throw new IllegalArgumentException(
          "these are not the weights of "
              + model
              + ":"
              + part(" missing", missing)
              + part(" unexpected", unexpected.stream().sorted().toList())
              + part(" of another shape", shapes));
    }
  }

  private static String part(String kind, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String some = String.join(", ", names.subList(0, Math.min(4, names.size())));
    return kind + " " + names.size() + " (" + some + (names.size() > 4 ? ", ..." : "") + ");";
  }

  private static List<Integer> shapeOf(Tensor tensor) {
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < tensor.dim(); i++) {
      shape.add(Math.toIntExact(tensor.size(i)));
    }
    return shape;
  }
}
