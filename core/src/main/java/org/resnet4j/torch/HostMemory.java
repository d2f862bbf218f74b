package org.resnet4j.torch;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.PointerConsumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.natives.Natives;

/** Conversions between Java buffers or arrays and tensors. */
public final class HostMemory {
  static {
    Natives.load();
  }

  private static final @Nullable PointerConsumer NO_DELETER = null;

  private HostMemory() {}

  /**
   * A channels-last batch {@code [n, c, h, w]} over pixels in n, h, w, c order. On the CPU no copy
   * is made: the buffer must be direct and stay unchanged while the tensor is used.
   */
  public static Tensor images(FloatBuffer pixels, int n, Shape shape, Device device) {
    long c = shape.channels();
    long h = shape.height();
    long w = shape.width();
    requireDirect(pixels.isDirect(), pixels.capacity(), n * shape.size());
    Tensor tensor =
        torch.from_blob(
            new FloatPointer(pixels),
            new long[] {n, c, h, w},
            new long[] {h * w * c, 1, w * c, c},
            NO_DELETER,
            Device.CPU.options(ScalarType.Float),
            new DeviceOptional());
    return device.move(tensor);
  }

  /** A channels-last batch {@code [n, c, h, w]} with a copy of pixels in n, h, w, c order. */
  public static Tensor images(float[] pixels, int n, Shape shape, Device device) {
    long[] sizes = {n, shape.height(), shape.width(), shape.channels()};
    if (pixels.length < n * shape.size()) {
      throw new IllegalArgumentException(
          n + " images of " + shape + " are more than " + pixels.length + " values");
    }
    Tensor tensor =
        torch.empty(sizes, Device.CPU.options(ScalarType.Float), new MemoryFormatOptional());
    new FloatPointer(tensor.data_ptr()).put(pixels, 0, Math.toIntExact(tensor.numel()));
    return device.move(tensor.permute(0, 3, 1, 2));
  }

  /** Labels {@code [n]} over a direct buffer, under the same rule. */
  public static Tensor labels(LongBuffer labels, int n, Device device) {
    requireDirect(labels.isDirect(), labels.capacity(), n);
    Tensor tensor =
        torch.from_blob(
            new LongPointer(labels),
            new long[] {n},
            new long[] {1},
            NO_DELETER,
            Device.CPU.options(ScalarType.Long),
            new DeviceOptional());
    return device.move(tensor);
  }

  /** The dimensions of a tensor. */
  public static List<Integer> shape(Tensor tensor) {
    return IntStream.range(0, Math.toIntExact(tensor.dim()))
        .mapToObj(i -> Math.toIntExact(tensor.size(i)))
        .toList();
  }

  /** The values of a tensor in row-major order. */
  public static float[] floats(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) { // Intermediate copies are freed at once.
      Tensor plain = Device.CPU.move(tensor.detach().to(ScalarType.Float)).contiguous();
      float[] values = new float[Math.toIntExact(plain.numel())];
      new FloatPointer(plain.data_ptr()).get(values);
      return values;
    }
  }

  /**
   * A view of the memory of a contiguous CPU tensor, at most 2 GiB; valid while the tensor lives.
   */
  public static ByteBuffer bytes(Tensor tensor) {
    int size = Math.toIntExact(tensor.numel() * tensor.element_size());
    return size == 0
        ? ByteBuffer.allocate(0)
        : new BytePointer(tensor.data_ptr()).capacity(size).asBuffer();
  }

  private static void requireDirect(boolean direct, int capacity, long needed) {
    if (!direct || capacity < needed) {
      throw new IllegalArgumentException(
          "a tensor over a buffer needs a direct buffer of " + needed + " values");
    }
  }
}
