package org.resnet4j.layer;

/**
 * The maximum of each window.
 *
 * @param ceil whether a last, incomplete window counts (GoogLeNet); the padding is never chosen
 */
public record MaxPool(int kernel, int stride, int padding, boolean ceil) implements Layer {

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
    return ops.maxPool(this, x);
  }
}
