package org.resnet4j.export.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.zip.StoredZip;
import org.resnet4j.torch.TensorData;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.pytorch.ArchiveFile;

/**
 * Writes tensors in the format of {@code torch.save} since PyTorch 1.6: a zip file with the pickle
 * of a dictionary and a file of raw bytes for each tensor. {@code torch.load} opens it, also with
 * {@code weights_only=True}.
 */
public final class PyTorchExport {
  /** libtorch's default name for the folder in the zip file. */
  private static final String FOLDER = "archive/";

  private PyTorchExport() {}

  /**
   * Writes tensors; the file is replaced atomically. Equal tensors and metadata give equal bytes.
   *
   * @param metadata texts by name, which {@code torch.load} ignores
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

  /** An OrderedDict from names to tensors. */
  private static byte[] pickle(TensorMap tensors) {
    PickleWriter pickle = new PickleWriter().orderedDict().begin();
    int index = 0;
    for (Map.Entry<String, Tensor> named : tensors.asMap().entrySet()) {
      pickle.text(named.getKey()).tensor(named.getValue(), index++);
    }
    return pickle.items().finish();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
