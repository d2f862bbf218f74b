package org.resnet4j.weights.pytorch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.TensorType;

/**
 * A Python class or function used to build tensors. The list is exhaustive; none of them is
 * Python's implementation, and anything else that a pickle names is {@link Inert}.
 *
 * @param name with its module, for example {@code collections.OrderedDict}
 * @param maker the substitute for calling it
 */
record Global(String name, Maker maker) {

  /** Makes a value from the arguments of a call. */
  @FunctionalInterface
  interface Maker {
    Object make(List<?> arguments);
  }

  private static final Map<String, Maker> MAKERS = makers();

  /**
   * Modules with system access. No training state refers to them, so a file that names them is
   * malicious: harmless here, but not in Python.
   */
  private static final Set<String> ACTING =
      Set.of(
          "code",
          "commands",
          "ctypes",
          "importlib",
          "nt",
          "os",
          "pickle",
          "posix",
          "pty",
          "runpy",
          "shutil",
          "socket",
          "subprocess",
          "sys",
          "webbrowser");

  /** Such functions of other modules. */
  private static final Set<String> ACTIONS =
      Set.of(
          "builtins.__import__",
          "builtins.compile",
          "builtins.eval",
          "builtins.exec",
          "builtins.execfile",
          "builtins.open",
          "torch.hub.load",
          "torch.jit.load",
          "torch.load");

  private static Map<String, Maker> makers() {
    Map<String, Maker> makers = new HashMap<>();
    makers.put("collections.OrderedDict", Global::dictionary);
    makers.put("torch._utils._rebuild_tensor", Global::tensor);
    makers.put("torch._utils._rebuild_tensor_v2", Global::tensor);
    makers.put("torch._utils._rebuild_parameter", arguments -> argument(arguments, 0));
    makers.put("torch.Size", arguments -> argument(arguments, 0));
    for (TensorType type : TensorType.values()) {
      String name = "torch." + type.storage();
      makers.put(name, arguments -> new Inert(name));
    }
    return makers;
  }

  /**
   * Resolves a Python name to one of these, or to an inert object.
   *
   * @throws FormatException if only an attack would name it
   */
  static Object named(String module, String name) {
    // The name of Python 2's built-in module.
    String full = (module.equals("__builtin__") ? "builtins" : module) + "." + name;
    Maker maker = MAKERS.get(full);
    if (maker != null) {
      return new Global(full, maker);
    }
    if (ACTING.contains(module.split("\\W", 2)[0]) || ACTIONS.contains(full)) {
      throw new FormatException(
          full
              + " is not allowed in a weight file, and was not run: the file may be malicious; "
              + "do not open it in Python either");
    }
    return new Inert(full);
  }

  private static Object argument(List<?> arguments, int index) {
    if (index >= arguments.size()) {
      throw new FormatException("its pickle calls a function with too few arguments");
    }
    return arguments.get(index);
  }

  /** Python 2 gave the entries as a list of pairs; Python 3 sets them one by one. */
  private static Dict dictionary(List<?> arguments) {
    Dict dict = new Dict();
    if (!arguments.isEmpty()) {
      if (!(arguments.get(0) instanceof List<?> pairs)) {
        throw new FormatException(
            "its pickle builds a dictionary from something other than a list");
      }
      for (Object pair : pairs) {
        if (!(pair instanceof List<?> two) || two.size() != 2) {
          throw new FormatException(
              "its pickle builds a dictionary from something other than pairs");
        }
        dict.put(two.get(0), two.get(1));
      }
    }
    return dict;
  }

  /** Storage, offset, size, stride, then gradients and hooks, which do not matter here. */
  private static TensorView tensor(List<?> arguments) {
    if (arguments.size() > 6
        && !(arguments.get(6) instanceof Dict flags && flags.size() == 0)
        && arguments.get(6) != Constant.NONE) {
      throw new FormatException("a tensor is a lazy conjugate or negative, which is not supported");
    }
    return TensorView.of(
        argument(arguments, 0),
        argument(arguments, 1),
        argument(arguments, 2),
        argument(arguments, 3));
  }
}
