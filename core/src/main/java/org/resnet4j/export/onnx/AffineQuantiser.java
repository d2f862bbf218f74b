package org.resnet4j.export.onnx;

import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.NumberType;

/**
 * Affine quantization of values to 0 to 255: divide by a scale, round, add the zero point, saturate
 * (Krishnamoorthi 2018, section 2.1). Signed values use it too: x86 multiplies it with signed
 * weights, and ONNX Runtime computes sums and convolutions on integers only if inputs and outputs
 * have the same type.
 *
 * @param zeroPoint the integer that represents 0
 */
record AffineQuantiser(float scale, int zeroPoint) {
  private static final int LARGEST = 255;

  /** The quantizer of a form; signed numbers are shifted by 128. */
  static AffineQuantiser of(Form form) {
    return new AffineQuantiser(form.scale(), form.type() == NumberType.U8 ? 0 : 128);
  }

  /**
   * The quantizer of a residual branch. A value outside its range puts the sum outside of the sum's
   * range for any shortcut, so saturation changes nothing.
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
