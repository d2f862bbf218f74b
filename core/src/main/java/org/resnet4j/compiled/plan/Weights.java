package org.resnet4j.compiled.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.compiled.graph.ChannelScales;
import org.resnet4j.compiled.onednn.OneDnn;
import org.resnet4j.compiled.onednn.Owner;
import org.resnet4j.torch.TensorMap;

/**
 * The parameters of a plan in the layouts that its primitives prefer. Each layout is stored once
 * for all batch sizes and callers. Not thread-safe.
 */
final class Weights implements AutoCloseable {
  private final Owner owner = new Owner();
  private final Map<String, List<memory>> kept = new HashMap<>();
  private final Map<String, float[]> constants;
  private TensorMap tensors;

  /**
   * @param tensors the parameters in fp32, read until {@link #release}
   * @param constants further parameters
   */
  Weights(TensorMap tensors, Map<String, float[]> constants) {
    this.tensors = tensors;
    this.constants = constants;
  }

  /**
   * A parameter in the given layout.
   *
   * @param dims its dimensions in the primitive's terms, for the same row-major values
   */
  memory get(String name, memory.desc layout, long... dims) {
    List<memory> orders = kept.computeIfAbsent(name, key -> new ArrayList<>());
    for (memory order : orders) {
      if (order.get_desc().equals(layout)) {
        return order;
      }
    }
    memory result = owner.keep(new memory(layout, OneDnn.ENGINE));
    try (PointerScope scope = new PointerScope()) {
      memory source =
          orders.isEmpty()
              ? new memory(OneDnn.plain(dims), OneDnn.ENGINE, values(name))
              : orders.get(0);
      stream queue = OneDnn.stream();
      new reorder(source, result).execute(queue, source, result);
      queue._wait(); // The source may be freed now.
    }
    orders.add(result);
    return result;
  }

  /** Int8 weights, and the scale of each output. */
  record Quantised(memory values, memory scales) {}

  /** As {@link #get}, quantised for each output, which the first dimensions index. */
  Quantised quantised(String name, memory.desc layout, long... dims) {
    String scaleName = name + ".scale";
    List<memory> scales = kept.computeIfAbsent(scaleName, key -> new ArrayList<>());
    if (scales.isEmpty()) {
      try (PointerScope scope = new PointerScope()) {
        long outputs = dims.length == 5 ? dims[0] * dims[1] : dims[0];
        ChannelScales quantised = ChannelScales.of(values(name, dims), Math.toIntExact(outputs));
        scales.add(filled(OneDnn.plain(outputs), new FloatPointer(quantised.scales())));
        kept.put(
            name,
            new ArrayList<>(
                List.of(
                    filled(OneDnn.plain(OneDnn.S8, dims), new BytePointer(quantised.values())))));
      }
    }
    return new Quantised(get(name, layout, dims), scales.get(0));
  }

  /** A single number. */
  memory scale(float value) {
    List<memory> scales = kept.computeIfAbsent("scale " + value, key -> new ArrayList<>());
    if (scales.isEmpty()) {
      try (PointerScope scope = new PointerScope()) {
        scales.add(filled(OneDnn.plain(1), new FloatPointer(new float[] {value})));
      }
    }
    return scales.get(0);
  }

  private memory filled(memory.desc description, Pointer values) {
    return owner.keep(OneDnn.filled(description, values));
  }

  private float[] values(String name, long... dims) {
    float[] values = new float[Math.toIntExact(Arrays.stream(dims).reduce(1, Math::multiplyExact))];
    new FloatPointer(values(name)).get(values);
    return values;
  }

  private Pointer values(String name) {
    float[] constant = constants.get(name);
    if (constant != null) {
      return new FloatPointer(constant);
    }
    Tensor plain = tensors.get(name).to(ScalarType.Float).contiguous();
    return plain.data_ptr();
  }

  /** The bytes of all layouts. */
  long bytes() {
    return kept.values().stream()
        .flatMap(List::stream)
        .mapToLong(order -> order.get_desc().get_size())
        .sum();
  }

  /** Releases the tensors, which may then be closed: further layouts are made from stored ones. */
  void release() {
    tensors = new TensorMap();
  }

  @Override
  public void close() {
    owner.close();
  }
}
