package org.resnet4j.export.pytorch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorType;

/**
 * Writes dictionaries and modules of tensors in Python's pickle protocol 2 (PEP 307). The opcodes
 * are those of Python's pickletools.
 */
public final class PickleWriter {
  private static final int PROTO = 0x80;
  private static final int NEWOBJ = 0x81;
  private static final int FALSE = 0x89;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An empty pickle. */
  public PickleWriter() {
    op(PROTO).op(2);
  }

  /** A class or function by its name. */
  public PickleWriter global(String module, String name) {
    op('c').out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** A string. */
  public PickleWriter text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    op('X').int32(bytes.length).out.writeBytes(bytes);
    return this;
  }

  /** An integer. */
  PickleWriter integer(int value) {
    return op('J').int32(value);
  }

  /** The value {@code False}. */
  public PickleWriter no() {
    return op(FALSE);
  }

  /** Begins a tuple, or the items of a dictionary. */
  public PickleWriter begin() {
    return op('(');
  }

  /** Ends a tuple that {@link #begin} began. */
  public PickleWriter tuple() {
    return op('t');
  }

  /** A tuple of integers. */
  public PickleWriter tuple(List<Integer> values) {
    begin();
    values.forEach(this::integer);
    return tuple();
  }

  /** Calls the function below the tuple of its arguments. */
  public PickleWriter call() {
    return op('R');
  }

  /** A reference to the persistent object that the preceding tuple identifies. */
  PickleWriter persistent() {
    return op('Q');
  }

  /** Ends keys and values that {@link #begin} began, and adds them to the preceding dictionary. */
  public PickleWriter items() {
    return op('u');
  }

  /** An object of a class, without arguments; {@link #build} gives it its attributes. */
  public PickleWriter object(String module, String name) {
    return global(module, name).op(')').op(NEWOBJ);
  }

  /** An empty dictionary. */
  public PickleWriter dictionary() {
    return op('}');
  }

  /** Sets the attributes of the preceding object from a dictionary. */
  public PickleWriter build() {
    return op('b');
  }

  /** An empty {@code OrderedDict}. */
  PickleWriter orderedDict() {
    return global("collections", "OrderedDict").tuple(List.of()).call();
  }

  /**
   * A tensor without gradient, as a call of the function that rebuilds it from a storage.
   *
   * @param index of the file in {@code data/} that holds its numbers in row-major order
   * @throws ArithmeticException if it has more than 2^31 - 1 elements
   */
  public PickleWriter tensor(Tensor tensor, int index) {
    List<Integer> shape = HostMemory.shape(tensor);
    global("torch._utils", "_rebuild_tensor_v2").begin();
    begin()
        .text("storage")
        .global("torch", TensorType.of(tensor.scalar_type()).storage())
        .text(String.valueOf(index))
        .text("cpu")
        .integer(Math.toIntExact(tensor.numel()))
        .tuple()
        .persistent();
    integer(0).tuple(shape).tuple(rowMajorStrides(shape)).no(); // offset to requires_grad
    return orderedDict().tuple().call(); // without backward hooks
  }

  /** The row-major strides, which libtorch defines for empty dimensions, too. */
  private static List<Integer> rowMajorStrides(List<Integer> shape) {
    Integer[] strides = new Integer[shape.size()];
    int stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape.get(i));
    }
    return List.of(strides);
  }

  /** The finished pickle. */
  public byte[] finish() {
    op('.');
    return out.toByteArray();
  }

  private PickleWriter op(int code) {
    out.write(code);
    return this;
  }

  private PickleWriter int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }
}
