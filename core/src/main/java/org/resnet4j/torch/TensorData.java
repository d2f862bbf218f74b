package org.resnet4j.torch;

import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.io.FormatException;

/**
 * The file representation of a tensor.
 *
 * @param bytes its numbers in row-major order, little-endian, in native memory; valid inside the
 *     scope in which it was created and while the tensor lives
 */
public record TensorData(TensorType type, List<Integer> shape, ByteBuffer bytes) {
  public TensorData {
    shape = List.copyOf(shape);
  }

  /**
   * The data of a tensor, without a copy for a contiguous CPU tensor.
   *
   * @throws IllegalArgumentException if files do not support its type or it exceeds 2 GiB
   */
  public static TensorData of(String name, Tensor tensor) {
    TensorType type = TensorType.of(tensor.scalar_type());
    long size = tensor.numel() * type.bytes();
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "expected tensors of at most 2 GiB, got '" + name + "' of " + size + " bytes");
    }
    Tensor plain = Device.CPU.move(tensor.detach()).contiguous();
    return new TensorData(type, HostMemory.shape(tensor), HostMemory.bytes(plain));
  }

  /**
   * Checks that two maps hold the same tensors: names in the same order, types, shapes, bits.
   *
   * @throws FormatException if they do not; the message names the first that differs
   */
  public static void requireSame(TensorMap expected, TensorMap actual) {
    List<String> names = List.copyOf(expected.asMap().keySet());
    if (!names.equals(List.copyOf(actual.asMap().keySet()))) {
      throw new FormatException("the tensors read back have different names");
    }
    for (String name : names) {
      try (PointerScope scope = new PointerScope()) {
        if (!of(name, expected.get(name)).equals(of(name, actual.get(name)))) {
          throw new FormatException("tensor '" + name + "' was read back with different values");
        }
      }
    }
  }
}
