package org.resnet4j.weights.pytorch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.resnet4j.io.FormatException;

/**
 * Named tensors in a pickled object, which may be a larger checkpoint.
 *
 * @param path the keys that lead to them, outermost first
 */
record StateDict(List<String> path, Dict dict) {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_TENSORS = 25_000;

  /** The maximum number of networks in a file. */
  private static final int MOST = 64;

  private static final int SHOWN = 8;

  /** The number of dimensions of a convolution kernel. */
  private static final int KERNELS = 4;

  /**
   * Finds possible networks: dictionaries with convolution kernels, or if there are none, all
   * dictionaries of tensors.
   *
   * @return at least one
   * @throws FormatException if there are none
   */
  static List<StateDict> all(Object root) {
    if (root instanceof TensorView) {
      throw new FormatException("it holds one unnamed tensor, not those of a network");
    }
    if (root instanceof Inert inert) {
      throw new FormatException(
          "it holds a whole pickled network or other object ("
              + inert.name()
              + "), not named tensors; "
              + Inert.STATE_DICT);
    }
    if (!(root instanceof Dict dict)) {
      throw new FormatException("it holds no dictionary of tensors");
    }
    Map<List<String>, StateDict> found = new LinkedHashMap<>();
    search(dict, List.of(), found, new HashSet<>());
    if (found.isEmpty()) {
      throw new FormatException(
          "it holds no dictionary of tensors, neither itself nor in another (" + keys(dict) + ")");
    }
    List<StateDict> networks = found.values().stream().filter(StateDict::hasKernels).toList();
    return networks.isEmpty() ? List.copyOf(found.values()) : networks;
  }

  /** Visited objects are not searched again: a dictionary may contain itself. */
  private static void search(
      Dict dict, List<String> path, Map<List<String>, StateDict> found, Set<Dict> searched) {
    if (!searched.add(dict) || path.size() > MAX_DEPTH) {
      return;
    }
    boolean tensors = false;
    boolean dictionaries = false;
    for (int i = 0; i < dict.size(); i++) {
      tensors |= dict.value(i) instanceof TensorView;
      if (dict.value(i) instanceof Dict inner) {
        dictionaries = true;
        if (dict.key(i) instanceof String key && !isOptimizer(key)) {
          List<String> longer = new ArrayList<>(path);
          longer.add(key);
          search(inner, List.copyOf(longer), found, searched);
        }
      }
    }
    if (tensors && !dictionaries) { // A checkpoint may hold an accuracy beside the weights.
      found.put(path, new StateDict(path, dict));
      if (found.size() > MOST) {
        throw new FormatException("it holds over " + MOST + " dictionaries of tensors");
      }
    }
  }

  /** Its averages of gradients have the shapes of weights. */
  private static boolean isOptimizer(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return lower.startsWith("optim") || lower.equals("opt");
  }

  private boolean hasKernels() {
    for (int i = 0; i < dict.size(); i++) {
      if (dict.value(i) instanceof TensorView tensor && tensor.sizes().size() == KERNELS) {
        return true;
      }
    }
    return false;
  }

  /**
   * The tensors by name.
   *
   * @throws FormatException if they are mixed with other objects
   */
  Map<String, TensorView> tensors() {
    if (dict.size() > MAX_TENSORS) {
      throw new FormatException(dict.size() + " tensors are more than " + MAX_TENSORS);
    }
    Map<String, TensorView> tensors = new LinkedHashMap<>();
    for (int i = 0; i < dict.size(); i++) {
      if (!(dict.key(i) instanceof String name)) {
        throw new FormatException("a tensor has a name that is not a string");
      }
      if (!(dict.value(i) instanceof TensorView tensor)) {
        throw new FormatException(
            "'"
                + name
                + "' is among the tensors, but is "
                + (dict.value(i) instanceof Inert inert ? inert.name() : "not a tensor"));
      }
      tensors.put(name, tensor);
    }
    return tensors;
  }

  private static String keys(Dict dict) {
    StringBuilder keys = new StringBuilder("its keys:");
    String whole = "";
    for (int i = 0; i < Math.min(SHOWN, dict.size()); i++) {
      keys.append(' ').append(dict.key(i) instanceof String key ? key : "(no text)");
      if (dict.value(i) instanceof Inert inert) {
        keys.append(", of ").append(inert.name()).append(',');
        whole = "; if that is a whole pickled network, " + Inert.STATE_DICT;
      }
    }
    return keys.append(dict.size() > SHOWN ? " ..." : "").append(whole).toString();
  }
}
