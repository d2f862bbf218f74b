package org.resnet4j.layer;

import java.util.Locale;

/**
 * The maximum or the average of each square window of {@code [n, c, h, w]}; the padding is never
 * chosen and never counts.
 *
 * @param ceil whether a last, incomplete window counts (GoogLeNet)
 */
public record Pool(Kind kind, int kernel, int stride, int padding, boolean ceil) implements Leaf {

  /** The reduction of a window. */
  public enum Kind {
    MAX,
    AVERAGE;

    /** Human-readable: {@code max}, {@code average}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The maximum of each window. */
  public static Pool max(int kernel, int stride, int padding, boolean ceil) {
    return new Pool(Kind.MAX, kernel, stride, padding, ceil);
  }

  /**
   * The height or width of the output for a height or width of the input. A window that would start
   * in the padding beyond the image is left out.
   */
  public int outputSize(int inputSize) {
    int span = inputSize + 2 * padding - kernel + (ceil ? stride - 1 : 0);
    int size = Math.floorDiv(span, stride) + 1;
    return ceil && (size - 1) * stride >= inputSize + padding ? size - 1 : size;
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.pool(this, x);
  }
}
