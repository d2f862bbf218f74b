package org.resnet4j.layer;

/** Scales and shifts every value by constants: {@code y = scale * x + shift}. */
public record Affine(double scale, double shift) implements Leaf {
  public Affine {
    if (!Double.isFinite(scale) || !Double.isFinite(shift)) {
      throw new IllegalArgumentException(
          "expected a finite scale and shift, got " + scale + " and " + shift);
    }
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.affine(this, x);
  }
}
