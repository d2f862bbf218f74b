package org.resnet4j.export.torchscript;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.export.pytorch.PickleWriter;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.TensorMap;

/**
 * A module of a TorchScript file: its parameters and the modules inside it, one for each part of a
 * dotted name. Each module is a class in the file's source and an object in its pickle.
 */
final class ModuleTree {
  private static final String PACKAGE = "__torch__";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_]\\w*");

  private final String className;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, ModuleTree> modules = new LinkedHashMap<>();

  private ModuleTree(String className) {
    this.className = className;
  }

  /** The root module, with all parameters in their order. */
  static ModuleTree of(List<Parameter> parameters) {
    ModuleTree root = new ModuleTree("Network");
    for (Parameter parameter : parameters) {
      ModuleTree owner = root;
      List<String> parts = List.of(parameter.name().split("\\.", -1));
      for (String part : parts.subList(0, parts.size() - 1)) {
        String inner = owner.className + "_" + part.replaceAll("\\W", "_");
        owner = owner.modules.computeIfAbsent(part, key -> new ModuleTree(inner));
      }
      owner.parameters.put(parts.get(parts.size() - 1), parameter);
    }
    return root;
  }

  /** The name of its type. */
  String type() {
    return PACKAGE + "." + className;
  }

  /**
   * The source of the class and of the nested modules' classes, in libtorch's form.
   *
   * @param method of this module, or an empty text
   */
  String source(String method) {
    StringBuilder text = new StringBuilder("class " + className + "(Module):\n");
    text.append("  __parameters__ = ").append(names(true)).append('\n');
    text.append("  __buffers__ = ").append(names(false)).append('\n');
    text.append("  training : bool\n");
    parameters.keySet().forEach(name -> declare(text, name, "Tensor"));
    modules.forEach((name, module) -> declare(text, name, module.type()));
    text.append(method);
    modules.values().forEach(module -> text.append(module.source("")));
    return text.toString();
  }

  private String names(boolean trainable) {
    return parameters.entrySet().stream()
        .filter(each -> each.getValue().role().trainable() == trainable)
        .map(each -> "\"" + each.getKey() + "\", ")
        .collect(Collectors.joining("", "[", "]"));
  }

  private static void declare(StringBuilder text, String name, String type) {
    text.append(
        IDENTIFIER.matcher(name).matches()
            ? "  " + name + " : " + type + "\n"
            : "  __annotations__[\"" + name + "\"] = " + type + "\n");
  }

  /**
   * Writes the object and the nested ones. Every module states that it is not training; {@code
   * eval()} would reject it otherwise.
   *
   * @param values the tensors by the parameters' names
   * @param written the tensors so far, in the order of their files, which grows
   */
  void pickle(PickleWriter pickle, TensorMap values, List<Tensor> written) {
    pickle.object(PACKAGE, className).dictionary().begin().text("training").no();
    parameters.forEach(
        (name, parameter) -> {
          Tensor value = values.get(parameter.name());
          pickle.text(name).tensor(value, written.size());
          written.add(value);
        });
    modules.forEach(
        (name, module) -> {
          pickle.text(name);
          module.pickle(pickle, values, written);
        });
    pickle.items().build();
  }
}
