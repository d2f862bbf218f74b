package org.resnet4j.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.io.AtomicFile;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.RegularFile;
import org.resnet4j.io.Sha256;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.TensorData;
import org.resnet4j.torch.TensorMap;

/**
 * Reads and writes safetensors files: 8 bytes of header length, a JSON header, and the raw bytes of
 * the tensors. Files written by this class carry the SHA-256 of their data and of their header, and
 * both are verified.
 */
public final class SafeTensors implements AutoCloseable {
  /** The longest accepted header: enough for 100,000 tensors. */
  static final int MAX_HEADER = 16 << 20;

  private static final String DIGEST = "sha256";
  private static final String HEADER_DIGEST = "headerSha256";

  private final Map<String, String> metadata;
  private final TensorMap tensors;

  private SafeTensors(Map<String, String> metadata, TensorMap tensors) {
    this.metadata = metadata;
    this.tensors = tensors;
  }

  /** The metadata of the file. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The tensors on the processor, owned by this object. */
  public TensorMap tensors() {
    return tensors;
  }

  /**
   * Reads a file.
   *
   * @throws FormatException if it is not a safetensors file, is truncated or was modified
   */
  public static SafeTensors read(Path file) throws IOException {
    RegularFile.require(file, "a file of weights");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, channel.size());
    } catch (FormatException e) {
      throw e.in(file);
    }
  }

  /**
   * Reads from an open channel.
   *
   * @param fileSize its size in bytes
   * @throws FormatException if it is not a safetensors file, is truncated or was modified
   */
  public static SafeTensors read(ReadableByteChannel channel, long fileSize) throws IOException {
    if (fileSize < 10) {
      throw new FormatException(fileSize + " bytes are too short for a safetensors file");
    }
    long headerSize = readFully(channel, ByteBuffer.allocate(8)).getLong();
    if (headerSize < 2 || headerSize > MAX_HEADER || headerSize > fileSize - 8) {
      throw new FormatException(
          "not a safetensors file, or truncated: its header would have "
              + Long.toUnsignedString(headerSize)
              + " bytes");
    }
    byte[] json = readFully(channel, ByteBuffer.allocate((int) headerSize)).array();
    SafeTensorsHeader header = SafeTensorsHeader.parse(json, fileSize - 8 - headerSize);
    String headerDigest = header.metadata().get(HEADER_DIGEST);
    if (headerDigest != null && !headerDigest.equals(digestOf(header.without(HEADER_DIGEST)))) {
      throw new FormatException("its header does not match its SHA-256: the file is damaged");
    }
    MessageDigest digest = Sha256.create();
    TensorMap tensors = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      for (SafeTensorsHeader.Entry entry : header.entries()) {
        tensors.put(entry.name(), readTensor(channel, entry, digest));
      }
      String expected = header.metadata().get(DIGEST);
      String actual = Sha256.hex(digest);
      if (expected != null && !expected.equals(actual)) {
        throw new FormatException("its data do not match their SHA-256: the file is damaged");
      }
    } catch (IOException | RuntimeException e) {
      tensors.close();
      throw e;
    }
    return new SafeTensors(header.metadata(), tensors);
  }

  private static Tensor readTensor(
      ReadableByteChannel channel, SafeTensorsHeader.Entry entry, MessageDigest digest)
      throws IOException {
    long size = entry.end() - entry.begin();
    if (size > Integer.MAX_VALUE) {
      throw new FormatException(
          "expected tensors of at most 2 GiB, got '" + entry.name() + "' of " + size + " bytes");
    }
    long[] shape = entry.shape().stream().mapToLong(Integer::longValue).toArray();
    Tensor tensor =
        torch.empty(shape, Device.CPU.options(entry.type().scalar()), new MemoryFormatOptional());
    ByteBuffer bytes = HostMemory.bytes(tensor);
    readFully(channel, bytes);
    digest.update(bytes);
    return tensor;
  }

  /**
   * Writes tensors and metadata, atomically. Equal tensors and metadata give equal bytes.
   *
   * @return the hexadecimal SHA-256 of the tensors' bytes
   */
  public static String write(Path file, Map<String, String> metadata, TensorMap tensors)
      throws IOException {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Layout layout = Layout.of(tensors);
      SafeTensorsHeader.requireModest(layout.entries().size(), layout.size());
      Map<String, String> all = new LinkedHashMap<>(metadata);
      all.put(DIGEST, layout.sha256());
      all.put(HEADER_DIGEST, digestOf(new SafeTensorsHeader(all, layout.entries())));
      byte[] header = new SafeTensorsHeader(all, layout.entries()).toJson();
      if (header.length > MAX_HEADER) {
        throw new FormatException(
            file, "expected a header of at most " + MAX_HEADER + " bytes, got " + header.length);
      }
      AtomicFile.write(
          file,
          channel -> {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            AtomicFile.writeFully(channel, length.putLong(header.length).flip());
            AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
            for (ByteBuffer bytes : layout.data()) {
              AtomicFile.writeFully(channel, bytes.duplicate());
            }
          });
      return layout.sha256();
    }
  }

  /** The hexadecimal SHA-256 of the bytes of these tensors in a file. */
  public static String sha256(TensorMap tensors) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return Layout.of(tensors).sha256();
    }
  }

  /** The layout and bytes of each tensor; valid inside the scope in which it was created. */
  private record Layout(
      List<SafeTensorsHeader.Entry> entries, List<ByteBuffer> data, long size, String sha256) {
    static Layout of(TensorMap tensors) {
      List<SafeTensorsHeader.Entry> entries = new ArrayList<>();
      List<ByteBuffer> data = new ArrayList<>();
      MessageDigest digest = Sha256.create();
      long position = 0;
      for (Map.Entry<String, Tensor> named : tensors.asMap().entrySet()) {
        TensorData tensor = TensorData.of(named.getKey(), named.getValue());
        ByteBuffer bytes = tensor.bytes();
        long end = position + bytes.remaining();
        entries.add(
            new SafeTensorsHeader.Entry(
                named.getKey(), tensor.type(), tensor.shape(), position, end));
        digest.update(bytes.duplicate());
        data.add(bytes);
        position = end;
      }
      return new Layout(entries, data, position, Sha256.hex(digest));
    }
  }

  /** Frees the tensors. */
  @Override
  public void close() {
    tensors.close();
  }

  private static ByteBuffer readFully(ReadableByteChannel channel, ByteBuffer bytes)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new FormatException("the file was truncated");
      }
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String digestOf(SafeTensorsHeader header) {
    return Sha256.hex(header.toJson());
  }
}
