package org.resnet4j.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.RegularFile;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.weights.pytorch.PyTorchFile;

/** The named tensors of a weight file in any supported format, unwrapped from checkpoints. */
public final class WeightFile implements AutoCloseable {
  /** The formats, distinguished by content. */
  public enum Format {
    SAFETENSORS("safetensors"),
    /** {@code torch.save} since torch 1.6. */
    PYTORCH_ZIP("PyTorch (zip)"),
    /** {@code torch.save} before torch 1.6. */
    PYTORCH_LEGACY("PyTorch (before 1.6)");

    private final String label;

    Format(String label) {
      this.label = label;
    }

    /** The display name. */
    @Override
    public String toString() {
      return label;
    }
  }

  private final Format format;
  private final String wrapping;
  private final String note;
  private final Map<String, String> metadata;
  private final TensorMap tensors;

  private WeightFile(
      Format format,
      List<String> path,
      String note,
      Map<String, String> metadata,
      TensorMap tensors) {
    this.format = format;
    this.wrapping = String.join(", ", path);
    this.note = note;
    this.metadata = metadata;
    this.tensors = tensors;
  }

  /**
   * Reads a file, whose format is detected by its content.
   *
   * @throws FormatException if its format is unsupported, or it is damaged or holds disallowed
   *     objects
   */
  public static WeightFile read(Path file) throws IOException {
    return read(file, null);
  }

  /**
   * Reads one network of a file that may hold several.
   *
   * @param key its name in the file, such as {@code state_dict_ema}, or a prefix of its tensors'
   *     names, such as {@code encoder_k}; null for the averaged network if there is one, otherwise
   *     the one with a common name
   * @throws FormatException as above; also if nothing has that name, or the choice among several
   *     networks is ambiguous
   */
  public static WeightFile read(Path file, @Nullable String key) throws IOException {
    RegularFile.require(file, "a file of weights");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, file.toString(), key);
    }
  }

  /**
   * Reads from an open channel.
   *
   * @param label its name in errors
   * @throws FormatException as for a file
   */
  public static WeightFile read(SeekableByteChannel channel, String label, @Nullable String key)
      throws IOException {
    try {
      Format format = recognise(channel);
      channel.position(0);
      if (format == Format.SAFETENSORS) {
        SafeTensors read = SafeTensors.read(channel, channel.size());
        TensorMap tensors = key == null ? read.tensors() : under(key, read.tensors(), "");
        return new WeightFile(format, List.of(), "", read.metadata(), tensors);
      }
      PyTorchFile file =
          format == Format.PYTORCH_ZIP ? PyTorchFile.zip(channel) : PyTorchFile.legacy(channel);
      NetworkChoice choice = NetworkChoice.of(file.networks(), key);
      TensorMap tensors = file.read(choice.path());
      if (key != null && !choice.matches(key)) {
        tensors = under(key, tensors, NetworkChoice.names(file.networks()));
      }
      String note = key == null ? choice.note() : "";
      return new WeightFile(format, choice.path(), note, file.metadata(), tensors);
    } catch (FormatException e) {
      throw e.in(label);
    }
  }

  /** The tensors of a module by its name, owned by the returned map. */
  private static TensorMap under(String key, TensorMap tensors, String networks) {
    String inside = "." + key + ".";
    TensorMap chosen = new TensorMap();
    try (tensors) {
      tensors
          .asMap()
          .forEach(
              (name, tensor) -> {
                if (("." + name).contains(inside)) {
                  chosen.put(name, tensor);
                }
              });
    }
    if (chosen.asMap().isEmpty()) {
      throw new FormatException(
          "it holds nothing under the name '"
              + key
              + "'"
              + (networks.isEmpty() ? "" : "; it holds " + networks));
    }
    return chosen;
  }

  private static Format recognise(SeekableByteChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(0);
    while (start.hasRemaining() && channel.read(start) >= 0) {}
    if (start.position() < 10) {
      throw new FormatException(start.position() + " bytes are too short for a weight file");
    }
    start.clear(); // what was not there is zero
    if (start.getInt(0) == 0x04034b50) { // PK34
      return Format.PYTORCH_ZIP;
    }
    if (start.get(8) == '{') { // First: a header's length may begin like a pickle.
      return Format.SAFETENSORS;
    }
    if (start.get(0) == (byte) 0x80) { // how every binary pickle begins
      return Format.PYTORCH_LEGACY;
    }
    throw new FormatException(ForeignFile.describe(start.array()));
  }

  /** The detected format. */
  public Format format() {
    return format;
  }

  /** The keys that lead to the tensors, for example {@code model, state_dict}, or nothing. */
  public String wrapping() {
    return wrapping;
  }

  /**
   * Human-readable note on which of several networks was chosen; empty if there was one, or it was
   * requested.
   */
  public String note() {
    return note;
  }

  /** The metadata of a safetensors file or of a zip file of this library; others have none. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The tensors on the processor by their names, owned by this object. */
  public TensorMap tensors() {
    return tensors;
  }

  /** Frees the tensors. */
  @Override
  public void close() {
    tensors.close();
  }
}
