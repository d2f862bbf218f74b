package org.resnet4j.weights.pytorch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.resnet4j.weights.WeightsException;

/**
 * The named tensors in what was pickled, which may be a checkpoint with much else.
 *
 * @param path the keys that lead to them, from the outside
 */
record StateDict(List<String> path, Map<String, TensorView> tensors) {
  /**
   * What people call the weights in a checkpoint; the averaged ones only if there are no others.
   */
  private static final List<String> WRAPPERS =
      List.of(
          "state_dict",
          "model_state_dict",
          "model",
          "net",
          "weights",
          "state_dict_ema",
          "model_ema",
          "ema_state_dict",
          "ema");

  private static final int MAX_DEPTH = 4;
  private static final int MAX_TENSORS = 25_000;
  private static final int SHOWN = 8;

  /**
   * Finds them.
   *
   * @throws WeightsException if there are none, or other things among them
   */
  static StateDict find(Object root) throws WeightsException {
    if (root instanceof TensorView) {
      throw new WeightsException("it holds one tensor without a name, not those of a network");
    }
    if (!(root instanceof Dict dict)) {
      throw new WeightsException("it holds no dictionary of tensors");
    }
    List<String> path = new ArrayList<>();
    Dict found = search(dict, path, new HashSet<>());
    if (found == null) {
      throw new WeightsException(
          "it holds no dictionary of tensors, neither itself ("
              + keys(dict)
              + ") nor under "
              + String.join(", ", WRAPPERS));
    }
    return new StateDict(path, tensors(found));
  }

  /**
   * Wrappers first: a checkpoint may hold single tensors, such as an accuracy, beside them. What
   * was searched is not searched again: a dictionary may lie in itself, under every wrapper.
   */
  private static @Nullable Dict search(Dict dict, List<String> path, Set<Dict> searched) {
    if (!searched.add(dict)) {
      return null;
    }
    if (path.size() < MAX_DEPTH) {
      for (String wrapper : WRAPPERS) {
        if (dict.get(wrapper) instanceof Dict inner) {
          path.add(wrapper);
          Dict found = search(inner, path, searched);
          if (found != null) {
            return found;
          }
          path.remove(path.size() - 1);
        }
      }
    }
    for (int i = 0; i < dict.size(); i++) {
      if (dict.value(i) instanceof TensorView) {
        return dict;
      }
    }
    return null;
  }

  private static Map<String, TensorView> tensors(Dict dict) throws WeightsException {
    if (dict.size() > MAX_TENSORS) {
      throw new WeightsException(dict.size() + " tensors are more than " + MAX_TENSORS);
    }
    Map<String, TensorView> tensors = new LinkedHashMap<>();
    for (int i = 0; i < dict.size(); i++) {
      if (!(dict.key(i) instanceof String name)) {
        throw new WeightsException("a tensor has a name that is no text");
      }
      if (!(dict.value(i) instanceof TensorView tensor)) {
        throw new WeightsException("'" + name + "' stands among the tensors and is none");
      }
      tensors.put(name, tensor);
    }
    return tensors;
  }

  private static String keys(Dict dict) {
    StringBuilder keys = new StringBuilder("its keys:");
    for (int i = 0; i < Math.min(SHOWN, dict.size()); i++) {
      keys.append(' ').append(dict.key(i) instanceof String key ? key : "(no text)");
    }
    return keys.append(dict.size() > SHOWN ? " ..." : "").toString();
  }
}
