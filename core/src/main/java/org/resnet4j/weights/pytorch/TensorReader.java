package org.resnet4j.weights.pytorch;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorMap;

/** Creates tensors from the views in a pickle, once all of them are validated. */
final class TensorReader {
  /**
   * The memory that tensors may take beyond twice the file, so that a small file cannot exhaust
   * memory.
   */
  private static final long ALLOWANCE = 32L << 20;

  private TensorReader() {}

  /**
   * Reads the storages and lays out the tensors in row-major order. Tensors that shared a storage
   * still do where their numbers already lie in that order.
   *
   * @param fileSize in bytes; it limits memory
   * @throws FormatException if a storage is missing or damaged, or the limit is exceeded
   */
  static TensorMap read(Map<String, TensorView> views, Storages storages, long fileSize)
      throws IOException {
    requireModest(views, storages, fileSize);
    TensorMap tensors = new TensorMap();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Map<StorageReference, Tensor> read = new HashMap<>();
      for (Map.Entry<String, TensorView> named : views.entrySet()) {
        StorageReference reference = named.getValue().storage();
        Tensor storage = read.get(reference);
        if (storage == null) {
          storage =
              torch.empty(
                  new long[] {reference.count()},
                  Device.CPU.options(reference.type().scalar()),
                  new MemoryFormatOptional());
          storages.read(reference, HostMemory.bytes(storage));
          read.put(reference, storage);
        }
        tensors.put(named.getKey(), view(storage, named.getValue()));
      }
    } catch (IOException | RuntimeException e) {
      tensors.close();
      throw e;
    }
    return tensors;
  }

  private static void requireModest(Map<String, TensorView> views, Storages storages, long fileSize)
      throws IOException {
    Set<StorageReference> seen = new HashSet<>();
    long limit = ALLOWANCE + 2 * fileSize;
    for (TensorView view : views.values()) {
      if (seen.add(view.storage())) {
        storages.require(view.storage());
        limit -= view.storage().bytes();
      }
      // A view may repeat numbers, so the size of its storage is no bound.
      long copy = view.isContiguous() ? 0 : view.count();
      if (copy > limit || limit - copy * view.storage().type().bytes() < 0) {
        throw new FormatException(
            "its tensors would take far more memory than the " + fileSize + " bytes of the file");
      }
      limit -= copy * view.storage().type().bytes();
    }
  }

  private static Tensor view(Tensor storage, TensorView view) {
    return storage
        .as_strided(longs(view.sizes()), longs(view.strides()), new LongOptional(view.offset()))
        .contiguous();
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
