package org.resnet4j.image.jpeg.scan;

/** Turns the kept coefficients of a component into samples. */
final class CoefficientTransform {
  private final Idct idct = new Idct();

  /**
   * Transforms one row of blocks.
   *
   * @param coefficients 64 for each block, in zigzag order
   * @param steps of {@link Idct#steps}
   * @param row the row of blocks
   */
  void row(short[] coefficients, long[] steps, Plane plane, int row) {
    for (int x = 0; x < plane.stride; x += 8) {
      long present = 0;
      for (int k = 0; k < 64; k++) {
        int value = coefficients[8 * x + k];
        if (value != 0) {
          idct.block[Zigzag.PAIR[k]] += value * steps[k];
          present |= Zigzag.BIT[k];
        }
      }
      idct.transform(present, plane.samples, plane.row(8 * row) + x, plane.stride);
    }
  }
}
