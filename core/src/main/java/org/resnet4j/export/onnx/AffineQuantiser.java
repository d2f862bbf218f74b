package org.resnet4j.export.onnx;

import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.NumberType;

/**
 * How values become numbers from 0 to 255: divided by a scale, rounded, moved by the zero point,
 * saturated (Krishnamoorthi 2018, section 2.1). Signed values are kept in that way, too: it is what
 * x86 multiplies with signed weights, and ONNX Runtime computes sums and convolutions on integers
 * only where what they read and give has one type.
 *
 * @param zeroPoint the number for 0
 */
record AffineQuantiser(float scale, int zeroPoint) {
  private static final int LARGEST = 255;

  /** The numbers of a quantised form; those with a sign moved by 128. */
  static AffineQuantiser of(Form form) {
    return new AffineQuantiser(form.scale(), form.type() == NumberType.U8 ? 0 : 128);
  }

  /**
   * For the branch of a residual sum. What lies outside this range takes the sum outside of its
   * own, whatever the shortcut is, so that saturation changes nothing.
   */
  static AffineQuantiser ofBranch(AffineQuantiser shortcut, AffineQuantiser sum) {
    double lowest = sum.value(0) - shortcut.value(LARGEST);
    double highest = sum.value(LARGEST) - shortcut.value(0);
    double scale = (highest - lowest) / LARGEST;
    return new AffineQuantiser((float) scale, (int) Math.round(-lowest / scale));
  }

  private double value(int number) {
    return (double) scale * (number - zeroPoint);
  }
}
