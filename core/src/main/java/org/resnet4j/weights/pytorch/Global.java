package org.resnet4j.weights.pytorch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.resnet4j.weights.TensorType;
import org.resnet4j.weights.WeightsException;

/**
 * A class or function of Python that a pickle may name. These are all: nothing else can be named,
 * and none of them is Python's own.
 *
 * @param name with its module, for example {@code collections.OrderedDict}
 * @param maker what stands for calling it
 */
record Global(String name, Maker maker) {

  /** Makes a value from the arguments of a call. */
  @FunctionalInterface
  interface Maker {
    Object make(List<?> arguments) throws WeightsException;
  }

  private static final Map<String, Maker> ALLOWED = allowed();

  private static Map<String, Maker> allowed() {
    Map<String, Maker> allowed = new HashMap<>();
    allowed.put("collections.OrderedDict", Global::dictionary);
    allowed.put("torch._utils._rebuild_tensor", Global::tensor);
    allowed.put("torch._utils._rebuild_tensor_v2", Global::tensor);
    allowed.put("torch._utils._rebuild_parameter", arguments -> argument(arguments, 0));
    allowed.put("torch.Size", arguments -> argument(arguments, 0));
    for (TensorType type : TensorType.values()) {
      allowed.put("torch." + type.storage(), arguments -> Constant.INERT);
    }
    // What stands beside the weights in a checkpoint: accuracies, arguments, schedules, seeds.
    for (String inert :
        List.of(
            "_codecs.encode",
            "argparse.Namespace",
            "builtins.set",
            "collections.Counter",
            "collections.defaultdict",
            "numpy.core.multiarray._reconstruct",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray._reconstruct",
            "numpy._core.multiarray.scalar",
            "numpy.dtype",
            "numpy.ndarray",
            "torch.device",
            "torch.float16",
            "torch.bfloat16",
            "torch.float32",
            "torch.float64",
            "torch.int8",
            "torch.int16",
            "torch.int32",
            "torch.int64",
            "torch.uint8",
            "torch.bool")) {
      allowed.put(inert, arguments -> Constant.INERT);
    }
    return allowed;
  }

  /**
   * Finds a name in the list.
   *
   * @throws WeightsException if it is not there
   */
  static Global named(String module, String name) throws WeightsException {
    // Python 2 called its built-in module so.
    String full = (module.equals("__builtin__") ? "builtins" : module) + "." + name;
    Maker maker = ALLOWED.get(full);
    if (maker == null) {
      throw new WeightsException(
          full
              + " is not allowed in a file of weights, and was not run; if you trust the file, open"
              + " it in Python and save the state_dict() alone");
    }
    return new Global(full, maker);
  }

  private static Object argument(List<?> arguments, int index) throws WeightsException {
    if (index >= arguments.size()) {
      throw new WeightsException("its pickle calls something with too few arguments");
    }
    return arguments.get(index);
  }

  /** Python 2 gave the entries as a list of pairs; Python 3 sets them one by one. */
  private static Dict dictionary(List<?> arguments) throws WeightsException {
    Dict dict = new Dict();
    if (!arguments.isEmpty()) {
      if (!(arguments.get(0) instanceof List<?> pairs)) {
        throw new WeightsException("its pickle makes a dictionary of something that is no list");
      }
      for (Object pair : pairs) {
        if (!(pair instanceof List<?> two) || two.size() != 2) {
          throw new WeightsException("its pickle makes a dictionary of something that is no pair");
        }
        dict.put(two.get(0), two.get(1));
      }
    }
    return dict;
  }

  /** Storage, offset, size, stride, then gradients and hooks, which do not matter here. */
  private static TensorView tensor(List<?> arguments) throws WeightsException {
    if (arguments.size() > 6
        && !(arguments.get(6) instanceof Dict flags && flags.size() == 0)
        && arguments.get(6) != Constant.NONE) {
      throw new WeightsException("a tensor is a lazy conjugate or negative, which is not read");
    }
    return TensorView.of(
        argument(arguments, 0),
        argument(arguments, 1),
        argument(arguments, 2),
        argument(arguments, 3));
  }
}
