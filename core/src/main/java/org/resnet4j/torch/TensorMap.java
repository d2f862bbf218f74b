package org.resnet4j.torch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.torch.natives.Natives;

/**
 * Named tensors and their owner: the state of a network, its averages, its momenta. Tensors given
 * to {@link #put} live until {@link #close}, independent of the scope in which they were created.
 */
public final class TensorMap implements AutoCloseable {
  static {
    Natives.load();
  }

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** An empty map. */
  public TensorMap() {}

  /** Takes ownership of a tensor under a new name. */
  public void put(String name, Tensor tensor) {
    Tensor kept = tensor.retainReference();
    if (tensors.putIfAbsent(name, kept) != null) {
      kept.releaseReference();
      throw new IllegalArgumentException("there are two tensors named " + name);
    }
  }

  /**
   * The tensor of that name, still owned by this map.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no tensor named " + name);
    }
    return tensor;
  }

  /** A view of all tensors in insertion order. */
  public Map<String, Tensor> asMap() {
    return Collections.unmodifiableMap(tensors);
  }

  /** A detached deep copy of the tensors whose names are accepted. */
  public TensorMap copy(Predicate<String> names) {
    TensorMap copy = new TensorMap();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      tensors.forEach(
          (name, tensor) -> {
            if (names.test(name)) {
              copy.put(name, tensor.detach().clone(new MemoryFormatOptional()));
            }
          });
    }
    return copy;
  }

  /** Zeros of the same shapes for the tensors whose names are accepted. */
  public TensorMap zeros(Predicate<String> names) {
    TensorMap zeros = copy(names);
    try (NoGradGuard guard = new NoGradGuard();
        PointerScope scope = new PointerScope()) {
      zeros.tensors.values().forEach(Tensor::zero_);
    }
    return zeros;
  }

  /**
   * Adds the tensors of another map under longer names. They are shared, not copied: both maps keep
   * them alive.
   */
  public void putAll(String prefix, TensorMap other) {
    other.tensors.forEach((name, tensor) -> put(prefix + name, tensor));
  }

  /** Overwrites every tensor of this map with the one in another under the prefixed name. */
  public void copyFrom(String prefix, TensorMap other) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      tensors.forEach((name, tensor) -> tensor.copy_(other.get(prefix + name)));
    }
  }

  /**
   * Moves each tensor of this map towards the one of the same name by a share of the difference:
   * the step of an exponential moving average. Integers are copied.
   */
  public void moveTowards(TensorMap other, double share) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar weight = new Scalar(share);
      tensors.forEach(
          (name, tensor) -> {
            if (tensor.is_floating_point()) {
              tensor.lerp_(other.get(name), weight);
            } else {
              tensor.copy_(other.get(name));
            }
          });
    }
  }

  /** A description of the first tensor with a NaN or infinity; empty if there is none. */
  public Optional<String> firstNotFinite() {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Extremes values = Extremes.of(entry.getValue());
      if (!values.finite()) {
        return Optional.of(entry.getKey() + " holds " + values.notFinite());
      }
    }
    return Optional.empty();
  }

  /** Frees all tensors. */
  @Override
  public void close() {
    tensors.values().forEach(Tensor::releaseReference);
    tensors.clear();
  }
}
