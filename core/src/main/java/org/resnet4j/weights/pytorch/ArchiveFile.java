package org.resnet4j.weights.pytorch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.zip.ByteSource;
import org.resnet4j.io.zip.FileBytes;
import org.resnet4j.io.zip.ZipArchive;
import org.resnet4j.io.zip.ZipEntry;

/**
 * The layout of {@code torch.save} since torch 1.6: a zip archive with one folder, in which {@code
 * data.pkl} is the object and {@code data/KEY} are the storages. Source: {@code _save} in {@code
 * torch/serialization.py}.
 */
public final class ArchiveFile implements Storages {
  /** The folder of metadata, which this library writes and others ignore. */
  public static final String METADATA = "metadata/";

  /** Enough for the names of 100,000 classes. */
  private static final int MOST_TEXT = 4 << 20;

  private static final int MOST_TEXTS = 4;

  private static final int SHOWN = 4;

  private static final String PICKLE = "/data.pkl";

  private final ZipArchive archive;
  private final String folder;
  private final Object root;

  ArchiveFile(FileBytes file) throws IOException {
    archive = new ZipArchive(file);
    folder = folder(archive);
    if (archive.find(folder + "/constants.pkl") != null) {
      throw new FormatException(
          "it is a TorchScript archive, which holds a program; use the weights that it was "
              + "exported from, or in Python: torch.save(torch.jit.load('OLD.pt').state_dict(), "
              + "'NEW.pth')");
    }
    ZipEntry order = archive.find(folder + "/byteorder");
    if (order != null && !text(order).equals("little")) {
      throw new FormatException("expected the byte order 'little', got '" + text(order) + "'");
    }
    byte[] pickle = archive.bytes(entry(PICKLE), Pickle.MAX_BYTES);
    root = new Pickle(new ByteSource(new ByteArrayInputStream(pickle), pickle.length)).read();
  }

  private static String folder(ZipArchive archive) {
    String found = null;
    for (String name : archive.names()) {
      if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
        if (found != null) {
          throw new FormatException("the zip archive holds two data.pkl");
        }
        found = name.substring(0, name.length() - PICKLE.length());
      }
    }
    if (found == null) {
      throw new FormatException(describe(archive.names()));
    }
    return found;
  }

  /** Identifies an archive not written by torch.save by its contents. */
  private static String describe(Set<String> names) {
    if (names.contains("model.weights.h5")) {
      return "it is a Keras model (.keras), which is not supported: use weights written by "
          + "torch.save or safetensors";
    }
    if (!names.isEmpty() && names.stream().allMatch(name -> name.endsWith(".npy"))) {
      return "it is a NumPy archive (.npz): load it in Python, and save a dictionary of named "
          + "tensors with torch.save";
    }
    List<String> first = names.stream().sorted().limit(SHOWN).toList();
    return "it is a zip archive without a data.pkl, not written by torch.save; if it contains "
        + "weights, unpack it first: it holds "
        + (first.isEmpty() ? "nothing" : String.join(", ", first))
        + (names.size() > SHOWN ? ", ..." : "");
  }

  private String text(ZipEntry entry) throws IOException {
    return new String(archive.bytes(entry, 64), StandardCharsets.US_ASCII);
  }

  /** The metadata, by name. */
  Map<String, String> metadata() throws IOException {
    String prefix = folder + "/" + METADATA;
    Map<String, String> texts = new TreeMap<>();
    for (String name : archive.names()) {
      if (name.startsWith(prefix)) {
        if (texts.size() == MOST_TEXTS) {
          throw new FormatException(
              "expected at most " + MOST_TEXTS + " metadata texts in the zip archive, got more");
        }
        byte[] text =
            archive.bytes(entry("/" + METADATA + name.substring(prefix.length())), MOST_TEXT);
        texts.put(name.substring(prefix.length()), new String(text, StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** The saved object. */
  Object root() {
    return root;
  }

  private ZipEntry entry(String name) {
    @Nullable ZipEntry entry = archive.find(folder + name);
    if (entry == null) {
      throw new FormatException("the zip archive lacks " + folder + name);
    }
    return entry;
  }

  @Override
  public void require(StorageReference storage) {
    long size = entry("/data/" + storage.key()).size();
    if (size != storage.bytes()) {
      throw new FormatException(
          "expected " + storage.bytes() + " bytes in storage '" + storage.key() + "', got " + size);
    }
  }

  @Override
  public void read(StorageReference storage, ByteBuffer target) throws IOException {
    archive.read(entry("/data/" + storage.key()), target);
  }
}
