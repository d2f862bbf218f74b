package org.resnet4j.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes pickles and what surrounds them byte by byte, so that tests can write what no one would.
 */
final class PickleBytes {
  private PickleBytes() {}

  /** Joins texts (as their bytes), arrays, and integers (as one byte). */
  static byte[] join(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof byte[] bytes) {
        out.writeBytes(bytes);
      } else if (part instanceof Integer value) {
        out.write(value);
      } else {
        out.writeBytes(part.toString().getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return out.toByteArray();
  }

  static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return join("X", little(4, bytes.length), bytes);
  }

  static byte[] number(long value) {
    return join(0x8a, 8, little(8, value));
  }

  static byte[] little(int bytes, long value) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return java.util.Arrays.copyOf(all, bytes);
  }

  static byte[] tuple(long... values) {
    Object[] parts = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      parts[i] = number(values[i]);
    }
    return join("(", join(parts), "t");
  }

  /** The instructions that leave a tensor on the stack. */
  static byte[] tensor(
      String type, String key, long count, long offset, byte[] sizes, byte[] strides) {
    return join(
        "ctorch._utils\n_rebuild_tensor_v2\n((",
        text("storage"),
        "ctorch\n" + type + "\n",
        text(key),
        text("cpu"),
        number(count),
        "tQ",
        number(offset),
        sizes,
        strides,
        0x89,
        "NtR");
  }

  /** A pickled dictionary with one entry. */
  static byte[] dictionary(String key, byte[] value) {
    return join(0x80, 2, "}", text(key), value, "s.");
  }

  /** A pickled dictionary with one tensor over the storage "0" of four floats. */
  static byte[] oneTensor(long offset, byte[] sizes, byte[] strides) {
    return dictionary("a", tensor("FloatStorage", "0", 4, offset, sizes, strides));
  }

  /** An archive with that pickle and four floats. */
  static byte[] archive(byte[] pickle) {
    return zip(ZipEntry.STORED, Map.of("a/data.pkl", pickle, "a/data/0", new byte[16]));
  }

  static byte[] zip(int method, Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setMethod(method);
        entry.setSize(file.getValue().length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(file.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A legacy file with these pickles for the object and for the list of keys, then the rest. */
  static byte[] legacy(byte[] pickle, byte[] keys, byte[] rest) {
    return join(
        join(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, "."),
        join(0x80, 2, "M", little(2, 1001), "."),
        dictionary("little_endian", join(0x88)),
        pickle,
        keys,
        rest);
  }

  /** A pickled list of texts. */
  static byte[] list(String... texts) {
    ByteArrayOutputStream items = new ByteArrayOutputStream();
    for (String each : texts) {
      items.writeBytes(text(each));
    }
    return join(0x80, 2, "](", items.toByteArray(), "e.");
  }
}
