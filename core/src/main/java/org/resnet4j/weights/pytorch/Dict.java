package org.resnet4j.weights.pytorch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary of a pickle, in the order of its entries. It is searched linearly, not hashed: keys
 * from a file may be nested too deeply to hash.
 */
final class Dict {
  private final List<Object> keysAndValues = new ArrayList<>(0);

  /** The number of insertions; for a repeated key the last one counts. */
  int size() {
    return keysAndValues.size() / 2;
  }

  void put(Object key, Object value) {
    keysAndValues.add(key);
    keysAndValues.add(value);
  }

  Object key(int index) {
    return keysAndValues.get(2 * index);
  }

  Object value(int index) {
    return keysAndValues.get(2 * index + 1);
  }

  /** The last value of that string key, or null. */
  @Nullable Object get(String key) {
    for (int i = size() - 1; i >= 0; i--) {
      if (key.equals(key(i))) {
        return value(i);
      }
    }
    return null;
  }
}
