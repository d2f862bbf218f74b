package org.resnet4j.weights.pytorch;

import java.util.ArrayList;
import java.util.List;
import org.resnet4j.io.FormatException;

/**
 * A tensor in a pickle: a view of a storage, checked to be inside it.
 *
 * @param offset of the first element, in elements
 * @param sizes the shape
 * @param strides of each dimension, in elements
 */
record TensorView(StorageReference storage, long offset, List<Long> sizes, List<Long> strides) {
  private static final int MAX_DIMENSIONS = 8;

  /**
   * Validates and creates a view.
   *
   * @throws FormatException if a component is of the wrong type, negative, or outside the storage
   */
  static TensorView of(Object storage, Object offset, Object sizes, Object strides) {
    if (storage instanceof StorageReference reference && offset instanceof Long first) {
      TensorView view = new TensorView(reference, first, numbers(sizes), numbers(strides));
      view.check();
      return view;
    }
    throw new FormatException("a tensor of its pickle has no storage or no offset");
  }

  private static List<Long> numbers(Object values) {
    List<Long> numbers = new ArrayList<>();
    if (values instanceof List<?> list && list.size() <= MAX_DIMENSIONS) {
      for (Object value : list) {
        if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
          numbers.add(number);
        }
      }
      if (numbers.size() == list.size()) {
        return numbers;
      }
    }
    throw new FormatException(
        "expected a tensor's size and stride as lists of at most " + MAX_DIMENSIONS + " integers");
  }

  private void check() {
    if (sizes.size() != strides.size()) {
      throw new FormatException(
          "a tensor has " + sizes.size() + " sizes and " + strides.size() + " strides");
    }
    try {
      long last = offset;
      long product = 1;
      for (int i = 0; i < sizes.size(); i++) {
        product = Math.multiplyExact(product, Math.max(1, sizes.get(i)));
        last = Math.addExact(last, Math.max(0, sizes.get(i) - 1) * strides.get(i));
      }
      if (offset < 0 || (count() > 0 ? last >= storage.count() : offset > storage.count())) {
        throw new FormatException(
            this + " reaches outside its storage of " + storage.count() + " numbers");
      }
    } catch (ArithmeticException e) {
      throw new FormatException(this + " is larger than any file", e);
    }
  }

  /** The number of elements. */
  long count() {
    return sizes.stream().reduce(1L, (a, b) -> a * b);
  }

  /** Whether it is contiguous in row-major order. */
  boolean isContiguous() {
    long step = 1;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      if (sizes.get(i) != 1 && strides.get(i) != step) {
        return false;
      }
      step *= sizes.get(i);
    }
    return true;
  }

  @Override
  public String toString() {
    return "a tensor of size " + sizes + ", strides " + strides + " and offset " + offset;
  }
}
