package org.resnet4j.weights.pytorch;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;
import org.resnet4j.io.zip.FileBytes;
import org.resnet4j.torch.TensorMap;

/**
 * The named tensors of a file written by Python's {@code torch.save}. Its pickle is interpreted by
 * a small stack machine with a short allowlist of names; no code in it runs.
 */
public final class PyTorchFile {
  private final List<StateDict> networks;
  private final Map<String, String> metadata;
  private final Storages storages;
  private final long size;

  private PyTorchFile(Object root, Map<String, String> metadata, Storages storages, long size)
      throws IOException {
    this.networks = StateDict.all(root);
    this.metadata = metadata;
    this.storages = storages;
    this.size = size;
  }

  /**
   * Opens the layout of torch 1.6 and later, a zip archive.
   *
   * @param channel stays in use until the last {@link #read}
   * @throws org.resnet4j.io.FormatException if it is damaged or something else
   */
  public static PyTorchFile zip(SeekableByteChannel channel) throws IOException {
    FileBytes file = FileBytes.of(channel);
    ArchiveFile archive = new ArchiveFile(file);
    return new PyTorchFile(archive.root(), archive.metadata(), archive, file.size());
  }

  /**
   * Opens the layout before torch 1.6, which newer versions write with {@code
   * _use_new_zipfile_serialization=False}.
   *
   * @param channel stays in use until the last {@link #read}
   * @throws org.resnet4j.io.FormatException if it is damaged or something else
   */
  public static PyTorchFile legacy(SeekableByteChannel channel) throws IOException {
    FileBytes file = FileBytes.of(channel);
    LegacyFile legacy = new LegacyFile(file);
    return new PyTorchFile(legacy.root(), Map.of(), legacy, file.size());
  }

  /** The paths of the dictionaries of tensors that may be networks; at least one. */
  public List<List<String>> networks() {
    return networks.stream().map(StateDict::path).toList();
  }

  /** Metadata written by this library. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * The tensors of one of the {@link #networks} on the processor; the caller becomes their owner.
   *
   * @throws org.resnet4j.io.FormatException if they are damaged, or mixed with other objects
   */
  public TensorMap read(List<String> path) throws IOException {
    StateDict chosen =
        networks.stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
    return TensorReader.read(chosen.tensors(), storages, size);
  }
}
