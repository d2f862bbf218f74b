package org.resnet4j.weights.pytorch;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;
import org.resnet4j.torch.TensorMap;

/**
 * The named tensors of a file that Python's {@code torch.save} wrote. Its pickle is read by a small
 * machine of our own that knows a short list of names; nothing of it is run.
 *
 * @param wrapping the keys that lead to the tensors, from the outside
 * @param metadata texts that this library wrote beside them
 * @param tensors on the processor; the caller becomes their owner
 */
public record PyTorchFile(List<String> wrapping, Map<String, String> metadata, TensorMap tensors) {

  /**
   * Reads the layout of torch 1.6 and later, a zip archive.
   *
   * @throws org.resnet4j.weights.WeightsException if it is damaged or something else
   */
  public static PyTorchFile zip(SeekableByteChannel channel) throws IOException {
    FileBytes file = FileBytes.of(channel);
    ArchiveFile archive = new ArchiveFile(file);
    return of(StateDict.find(archive.root()), archive.metadata(), archive, file.size());
  }

  /**
   * Reads the layout before torch 1.6, which newer ones write with {@code
   * _use_new_zipfile_serialization=False}.
   *
   * @throws org.resnet4j.weights.WeightsException if it is damaged or something else
   */
  public static PyTorchFile legacy(SeekableByteChannel channel) throws IOException {
    FileBytes file = FileBytes.of(channel);
    LegacyFile legacy = new LegacyFile(file);
    return of(StateDict.find(legacy.root()), Map.of(), legacy, file.size());
  }

  private static PyTorchFile of(
      StateDict state, Map<String, String> metadata, Storages storages, long size)
      throws IOException {
    TensorMap tensors = TensorReader.read(state.tensors(), storages, size);
    return new PyTorchFile(state.path(), metadata, tensors);
  }
}
