package org.resnet4j.weights.pytorch;

import java.util.List;
import org.resnet4j.weights.TensorType;
import org.resnet4j.weights.WeightsException;

/**
 * What a pickle says of numbers that lie elsewhere in the file.
 *
 * @param key their name there
 * @param count how many numbers they are
 */
record StorageReference(TensorType type, String key, long count) {

  /**
   * Reads a persistent id, {@code ("storage", type, key, device, count)}; a sixth part tells a view
   * of another storage and is only ever None since torch 0.4. The device does not matter.
   */
  static StorageReference of(Object id) throws WeightsException {
    if (id instanceof List<?> parts
        && (parts.size() == 5 || (parts.size() == 6 && parts.get(5) == Constant.NONE))
        && "storage".equals(parts.get(0))
        && parts.get(1) instanceof Global type
        && parts.get(2) instanceof String key
        && parts.get(4) instanceof Long count) {
      for (TensorType each : TensorType.values()) {
        if (type.name().equals("torch." + each.storage())) {
          if (count < 0 || count > Integer.MAX_VALUE / each.bytes()) {
            throw new WeightsException(
                "storage '" + key + "' of " + count + " numbers is negative or above 2 GiB");
          }
          return new StorageReference(each, key, count);
        }
      }
    }
    throw new WeightsException(
        "its pickle refers to something that is not a storage, as whole pickled networks do;"
            + " in Python, save the network's state_dict() alone");
  }

  /** How many bytes they take. */
  long bytes() {
    return count * type.bytes();
  }
}
