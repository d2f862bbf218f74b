package org.resnet4j.layer;

/** Multiplies every value by one constant and adds another: {@code y = scale * x + shift}. */
public record Affine(double scale, double shift) implements Leaf {
  public Affine {
    if (!Double.isFinite(scale) || !Double.isFinite(shift)) {
      throw new IllegalArgumentException(
          "scale and shift must be finite numbers, not " + scale + " and " + shift);
    }
  }

  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return ops.affine(this, x);
  }
}
