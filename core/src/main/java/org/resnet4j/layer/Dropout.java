package org.resnet4j.layer;

/**
 * Zeroes values with probability {@code rate} in training and scales the rest by 1/(1-rate).
 *
 * @param wholeImages whether all values of an image are zeroed together: stochastic depth, at the
 *     end of a residual branch (Huang et al. 2016); otherwise each value by itself
 */
public record Dropout(double rate, boolean wholeImages) implements Leaf {
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("expected a dropout rate in [0, 1), got " + rate);
    }
  }

  /** Of each value by itself. */
  public Dropout(double rate) {
    this(rate, false);
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.dropout(this, x);
  }
}
