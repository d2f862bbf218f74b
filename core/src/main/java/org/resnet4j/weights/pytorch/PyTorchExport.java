package org.resnet4j.weights.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.TensorData;
import org.resnet4j.weights.TensorType;

/**
 * Writes tensors as {@code torch.save} does since PyTorch 1.6: a zip file with the pickle of a
 * dictionary and a file of plain bytes for each tensor. {@code torch.load} opens it, also with
 * {@code weights_only=True}.
 */
public final class PyTorchExport {
  /** The name that libtorch itself gives the folder in the zip file if it knows no better one. */
  private static final String FOLDER = "archive/";

  private PyTorchExport() {}

  /**
   * Writes tensors; the file is replaced whole or not at all. Equal tensors and metadata give equal
   * bytes.
   *
   * @param metadata texts by plain names, which {@code torch.load} passes over
   * @throws IllegalArgumentException if a tensor has more than 2 GiB
   */
  public static void write(Path file, TensorMap tensors, Map<String, String> metadata)
      throws IOException {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      AtomicFile.write(
          file,
          channel -> {
            try (StoredZip zip = new StoredZip(channel)) {
              zip.add(FOLDER + "data.pkl", ByteBuffer.wrap(pickle(tensors)));
              zip.add(FOLDER + "byteorder", ascii("little"));
              int index = 0;
              for (Map.Entry<String, Tensor> named : tensors.asMap().entrySet()) {
                try (PointerScope each = new PointerScope()) {
                  TensorData data = TensorData.of(named.getKey(), named.getValue());
                  zip.add(FOLDER + "data/" + index++, data.bytes());
                }
              }
              zip.add(FOLDER + "version", ascii("3\n"));
              for (Map.Entry<String, String> text : new TreeMap<>(metadata).entrySet()) {
                zip.add(
                    FOLDER + ArchiveFile.METADATA + text.getKey(),
                    StandardCharsets.UTF_8.encode(text.getValue()));
              }
            }
          });
    }
  }

  /** An OrderedDict from names to calls of the function that makes a tensor of a storage. */
  private static byte[] pickle(TensorMap tensors) {
    PickleWriter pickle = new PickleWriter();
    orderedDict(pickle).begin();
    int index = 0;
    for (Map.Entry<String, Tensor> named : tensors.asMap().entrySet()) {
      Tensor tensor = named.getValue();
      List<Integer> shape = HostMemory.shape(tensor);
      pickle.text(named.getKey()).global("torch._utils", "_rebuild_tensor_v2").begin();
      pickle
          .begin()
          .text("storage")
          .global("torch", TensorType.of(tensor.scalar_type()).storage())
          .text(String.valueOf(index++))
          .text("cpu")
          .integer(Math.toIntExact(tensor.numel()))
          .tuple()
          .persistent();
      pickle.integer(0).tuple(shape).tuple(rowMajorStrides(shape)).no(); // offset to requires_grad
      orderedDict(pickle).tuple().call(); // without backward hooks
    }
    return pickle.items().finish();
  }

  private static PickleWriter orderedDict(PickleWriter pickle) {
    return pickle.global("collections", "OrderedDict").tuple(List.of()).call();
  }

  /** How far the next element lies in each dimension, as libtorch counts it for empty ones too. */
  private static List<Integer> rowMajorStrides(List<Integer> shape) {
    Integer[] strides = new Integer[shape.size()];
    int stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape.get(i));
    }
    return List.of(strides);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
