package org.resnet4j.weights.pytorch;

import java.util.List;
import java.util.regex.Pattern;
import org.resnet4j.io.FormatException;
import org.resnet4j.torch.TensorType;

/**
 * A pickle's reference to numbers stored elsewhere in the file.
 *
 * @param key their name there
 * @param count of numbers
 */
record StorageReference(TensorType type, String key, long count) {
  /** Such as {@code torch.QInt8Storage} and {@code torch.QUInt4x2Storage}. */
  private static final Pattern QUANTISED = Pattern.compile("torch\\.QU?Int\\w+Storage");

  /**
   * Reads a persistent id, {@code ("storage", type, key, device, count)}; a sixth item describes a
   * view of another storage, always None since torch 0.4. The device is ignored.
   */
  static StorageReference of(Object id) {
    if (id instanceof List<?> parts
        && (parts.size() == 5 || (parts.size() == 6 && parts.get(5) == Constant.NONE))
        && "storage".equals(parts.get(0))
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long count) {
      TensorType type = type(parts.get(1), key);
      if (count < 0 || count > Integer.MAX_VALUE / type.bytes()) {
        throw new FormatException(
            "storage '" + key + "' of " + count + " numbers is negative or above 2 GiB");
      }
      return new StorageReference(type, key, count);
    }
    throw new FormatException("its pickle refers to something other than a storage");
  }

  private static TensorType type(Object named, String key) {
    String name = named instanceof Global global ? global.name() : "";
    for (TensorType each : TensorType.values()) {
      if (name.equals("torch." + each.storage())) {
        return each;
      }
    }
    if (named instanceof Inert inert && QUANTISED.matcher(inert.name()).matches()) {
      throw new FormatException(
          "it holds weights quantized by torch ("
              + inert.name()
              + "), which only torch can use: use the network before quantization, and quantize it here");
    }
    throw new FormatException(
        "storage '"
            + key
            + "' holds numbers of an unsupported type: "
            + (named instanceof Inert inert ? inert.name() : "its pickle does not name it"));
  }

  /** The size in bytes. */
  long bytes() {
    return count * type.bytes();
  }
}
