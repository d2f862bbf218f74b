package org.resnet4j.image.jpeg.scan;

/** Turns the kept coefficients of a component into samples. */
final class CoefficientTransform {
  private final Idct idct = new Idct();

  /**
   * Transforms the needed part of a row of blocks.
   *
   * @param coefficients 64 for each block of the whole row, in zigzag order
   * @param steps of {@link Idct#steps}
   * @param row the row of blocks
   */
  void row(short[] coefficients, long[] steps, Plane plane, int row) {
    for (int column = plane.blocks.left(); column < plane.blocks.right(); column++) {
      long present = 0;
      for (int k = 0; k < 64; k++) {
        int value = coefficients[64 * column + k];
        if (value != 0) {
          idct.block[Zigzag.PAIR[k]] += value * steps[k];
          present |= Zigzag.BIT[k];
        }
      }
      idct.transform(present, plane.samples, plane.block(row, column), plane.stride);
    }
  }
}
