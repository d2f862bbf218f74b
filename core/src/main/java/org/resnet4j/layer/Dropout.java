package org.resnet4j.layer;

/**
 * Zeroes each value with probability {@code rate} in training and scales the rest by 1/(1-rate).
 */
public record Dropout(double rate) implements Leaf {
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("expected a dropout rate in [0, 1), got " + rate);
    }
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.dropout(this, x);
  }
}
