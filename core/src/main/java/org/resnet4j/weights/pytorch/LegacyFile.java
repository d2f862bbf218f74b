package org.resnet4j.weights.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.zip.ByteSource;
import org.resnet4j.io.zip.FileBytes;

/**
 * The layout of {@code torch.save} before torch 1.6: five pickles (a magic number, a version, facts
 * of the machine, the object, the keys of the storages), then each storage as a count of 8 bytes
 * and its numbers. Source: {@code _legacy_save} in {@code torch/serialization.py}.
 */
final class LegacyFile implements Storages {
  /** 0x1950a86a20f9469cfc6c, little-endian. */
  private static final byte[] MAGIC = HexFormat.of().parseHex("6cfc9c46f9206aa85019");

  private static final long VERSION = 1001;

  private final FileBytes file;
  private final Object root;
  private final Map<String, Long> positions = new HashMap<>();

  LegacyFile(FileBytes file) throws IOException {
    this.file = file;
    ByteSource source = file.source(Pickle.MAX_BYTES);
    Pickle pickle = new Pickle(source);
    if (!(pickle.read() instanceof byte[] magic) || !Arrays.equals(MAGIC, magic)) {
      throw new FormatException(
          "it is a pickle, but not from torch.save: its magic number is wrong");
    }
    if (!Long.valueOf(VERSION).equals(pickle.read())) {
      throw new FormatException("expected version " + VERSION + ", the only one");
    }
    if (!(pickle.read() instanceof Dict machine)
        || !Boolean.TRUE.equals(machine.get("little_endian"))) {
      throw new FormatException(
          "it was written on a big-endian machine; load and save it again on a little-endian one");
    }
    root = pickle.read();
    place(pickle.read(), pickle.storages(), source.position());
  }

  /** The storages are consecutive, so the size of each locates the next. */
  private void place(Object keys, Map<String, StorageReference> storages, long start)
      throws IOException {
    if (!(keys instanceof List<?> list)) {
      throw new FormatException("it has no list of its storages");
    }
    long position = start;
    for (Object key : list) {
      StorageReference storage = key instanceof String name ? storages.get(name) : null;
      if (storage == null || positions.containsKey(storage.key())) {
        throw new FormatException("its list of storages names one that is unknown or named twice");
      }
      long count = file.read(position, Long.BYTES).getLong();
      if (count != storage.count()) {
        throw new FormatException(
            "expected " + storage.count() + " numbers in storage '" + key + "', got " + count);
      }
      positions.put(storage.key(), position + Long.BYTES);
      position += Long.BYTES + storage.bytes();
      if (position > file.size()) {
        throw new FormatException("the file is truncated in storage '" + key + "'");
      }
    }
  }

  /** The saved object. */
  Object root() {
    return root;
  }

  @Override
  public void require(StorageReference storage) {
    if (!positions.containsKey(storage.key())) {
      throw new FormatException("storage '" + storage.key() + "' is not in its list");
    }
  }

  @Override
  public void read(StorageReference storage, ByteBuffer target) throws IOException {
    Long position = positions.get(storage.key());
    if (position != null) {
      file.read(position, target);
    }
  }
}
