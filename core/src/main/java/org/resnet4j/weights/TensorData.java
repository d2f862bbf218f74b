package org.resnet4j.weights;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.torch.Device;

/**
 * A tensor as files hold it.
 *
 * @param bytes its numbers in row-major order, little-endian, in native memory; valid inside the
 *     scope it was made in and while the tensor lives
 */
public record TensorData(TensorType type, List<Integer> shape, ByteBuffer bytes) {
  public TensorData {
    shape = List.copyOf(shape);
  }

  /**
   * The data of a tensor, without a copy where it lies on the processor in row-major order.
   *
   * @throws IllegalArgumentException if files have no such type or it has more than 2 GiB
   */
  public static TensorData of(String name, Tensor tensor) {
    TensorType type = TensorType.of(tensor.scalar_type());
    long size = tensor.numel() * type.bytes();
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' of " + size + " bytes is more than 2 GiB");
    }
    Tensor plain = Device.CPU.move(tensor.detach()).contiguous();
    return new TensorData(type, shapeOf(tensor), memory(plain, (int) size));
  }

  /** The dimensions of a tensor. */
  public static List<Integer> shapeOf(Tensor tensor) {
    return IntStream.range(0, Math.toIntExact(tensor.dim()))
        .mapToObj(i -> Math.toIntExact(tensor.size(i)))
        .toList();
  }

  /** The memory of a contiguous tensor on the processor; valid while the tensor lives. */
  static ByteBuffer memory(Tensor tensor, int size) {
    return size == 0
        ? ByteBuffer.allocate(0)
        : new BytePointer(tensor.data_ptr()).capacity(size).asBuffer();
  }
}
