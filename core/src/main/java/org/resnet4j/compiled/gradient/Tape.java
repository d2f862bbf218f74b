package org.resnet4j.compiled.gradient;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.compiled.graph.Value;
import org.resnet4j.compiled.onednn.Argument;
import org.resnet4j.compiled.onednn.Kernel;
import org.resnet4j.compiled.onednn.MapKernels;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.compiled.onednn.Owner;
import org.resnet4j.layer.Parameter;

/**
 * Records the kernels of a training step: the forward pass in the order of the steps, then the
 * backward pass as each step registered it, in reverse order.
 */
final class Tape {
  /** The prefix of the names under which the caller passes memory for gradients. */
  static final String GRADIENT = "gradient of ";

  private final Owner owner;
  private final int n;
  private final memory.data_type type;
  private final Set<String> trained;
  private final Set<Value> learned = new HashSet<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final Deque<Runnable> backwards = new ArrayDeque<>();
  private final Map<Value, Argument> maps = new HashMap<>();
  private final Map<Value, Argument> gradients = new HashMap<>();
  private int ids;

  /**
   * An empty tape.
   *
   * @param owner of the native objects
   * @param n images in a batch
   * @param type the number type of maps and their gradients
   * @param trained the parameters whose gradients are computed
   */
  Tape(Owner owner, int n, memory.data_type type, List<Parameter> trained) {
    this.trained = trained.stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());
    this.owner = owner;
    this.n = n;
    this.type = type;
  }

  int n() {
    return n;
  }

  memory.data_type type() {
    return type;
  }

  List<Kernel> kernels() {
    return kernels;
  }

  /** The layout of maps: channels last. */
  memory.desc maps(Value value) {
    return OneDnn.maps(n, value.shape(), type);
  }

  /** A new value in the memory of a run. */
  Argument.Variable fresh(memory.desc description) {
    return new Argument.Variable(ids++, owner.keep(description));
  }

  /** A value in the caller's memory. */
  Argument.Outside outside(String name, memory.desc description) {
    return new Argument.Outside(name, owner.keep(description));
  }

  /** Keeps what a step needs again in the backward pass. */
  <P extends Pointer> P keep(P pointer) {
    return owner.keep(pointer);
  }

  /** The same memory under another description. */
  Argument seenAs(Argument argument, memory.desc description) {
    memory.desc kept = owner.keep(description);
    if (argument instanceof Argument.Variable variable) {
      return new Argument.Variable(variable.id(), kept);
    } else if (argument instanceof Argument.Outside outside) {
      return new Argument.Outside(outside.name(), kept);
    }
    throw new IllegalArgumentException("a constant cannot take another memory description");
  }

  /** Row-major constants. */
  Argument constant(float[] values, long... dims) {
    return new Argument.Constant(
        owner.keep(OneDnn.filled(OneDnn.plain(dims), new FloatPointer(values))));
  }

  /** Sets where the maps of a value are. */
  void put(Value value, Argument map) {
    maps.put(value, map);
  }

  /** Memory for the maps of a value. */
  Argument put(Value value) {
    Argument map = fresh(maps(value));
    maps.put(value, map);
    return map;
  }

  /** Where the maps of a value are. */
  Argument map(Value value) {
    return known(maps, value);
  }

  /** Appends a kernel. */
  void emit(primitive code, primitive_desc_base description, Map<Integer, Argument> arguments) {
    kernels.add(Kernel.of(owner, code, description, arguments));
  }

  /** Appends a copy to another layout or type, unless both are already the same. */
  Argument as(Argument source, memory.desc layout) {
    if (source.description().equals(layout)) {
      return source;
    }
    Argument target = fresh(layout);
    copy(source, target);
    return target;
  }

  /** Appends a copy of what the source's description covers. */
  void copy(Argument source, Argument target) {
    reorder.primitive_desc description =
        new reorder.primitive_desc(
            OneDnn.ENGINE,
            source.description(),
            OneDnn.ENGINE,
            target.description(),
            OneDnn.attributes(false),
            false);
    emit(new reorder(description), description, Map.of(DNNL_ARG_FROM, source, DNNL_ARG_TO, target));
  }

  /** Appends a sum, optionally followed by a ReLU. */
  void add(Argument a, Argument b, Argument sum, boolean relu) {
    kernels.add(MapKernels.binary(owner, algorithm.binary_add, a, b, sum, relu));
  }

  /** Appends an element-wise product, optionally followed by a ReLU. */
  void multiplyEach(Argument a, Argument b, Argument product, boolean relu) {
    kernels.add(MapKernels.binary(owner, algorithm.binary_mul, a, b, product, relu));
  }

  /** Appends a concatenation of maps. */
  void concatenate(List<Argument> parts, Argument whole) {
    kernels.add(MapKernels.concatenation(owner, parts, whole));
  }

  /** Appends products of matrices. */
  void multiply(Argument left, Argument right, Argument result) {
    kernels.add(MapKernels.product(owner, left, right, result));
  }

  /** Records whether a step is trained; must be the first call for a step. */
  void begin(Step step) {
    if (step.operation().parameters().stream().anyMatch(parameter -> isTrained(parameter.name()))
        || step.inputs().stream().anyMatch(this::isLearned)) {
      learned.add(step.output());
    }
  }

  /** Whether the gradient of a parameter is computed. */
  boolean isTrained(String parameter) {
    return trained.contains(parameter);
  }

  /** Whether the gradient with respect to a value is needed: parameters below it are trained. */
  boolean isLearned(Value value) {
    return learned.contains(value);
  }

  /** Registers what the backward pass appends for a step, if it reaches it. */
  void goingBack(Step step, Runnable way) {
    if (isLearned(step.output())) {
      backwards.push(
          () -> {
            try (PointerScope scope = new PointerScope()) {
              way.run();
            } catch (RuntimeException e) {
              throw failed(step, e);
            }
          });
    }
  }

  /** The exception to throw when oneDNN rejects a step. */
  static IllegalStateException failed(Step step, RuntimeException why) {
    String what = step.name() + " (" + step.operation().describe() + ")";
    return new IllegalStateException("oneDNN cannot train " + what + ": " + why.getMessage(), why);
  }

  /** The memory for a parameter's gradient: the caller's, or scratch if the parameter is frozen. */
  Argument gradient(String parameter, memory.desc description) {
    return isTrained(parameter) ? outside(GRADIENT + parameter, description) : fresh(description);
  }

  /** The gradient of the loss with respect to a value, once all its consumers have contributed. */
  Argument gradient(Value value) {
    return known(gradients, value);
  }

  /** Adds the contribution of one consumer to the gradient of a value, if it is needed. */
  void contribute(Value value, Argument gradient) {
    if (isLearned(value)) {
      Argument before = gradients.putIfAbsent(value, gradient);
      if (before != null) {
        Argument sum = fresh(maps(value));
        add(before, gradient, sum, false);
        gradients.put(value, sum);
      }
    }
  }

  /** Appends the backward pass. */
  void goBack() {
    while (!backwards.isEmpty()) {
      backwards.pop().run();
    }
  }

  private static Argument known(Map<Value, Argument> places, Value value) {
    Argument place = places.get(value);
    if (place == null) {
      throw new IllegalStateException("nothing was computed for " + value);
    }
    return place;
  }
}
