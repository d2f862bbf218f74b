package org.resnet4j.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.resnet4j.compiled.graph.Form;
import org.resnet4j.compiled.graph.NumberType;

class AffineQuantiserTest {
  @Test
  void numbersWithASignAreMoved() {
    assertThat(AffineQuantiser.of(new Form(NumberType.U8, 0.5f)))
        .isEqualTo(new AffineQuantiser(0.5f, 0));
    assertThat(AffineQuantiser.of(new Form(NumberType.S8, 0.5f)))
        .isEqualTo(new AffineQuantiser(0.5f, 128));
  }

  /** Whatever a branch is, its sum with any shortcut rounds to what it would without saturation. */
  @Test
  void saturationOfABranchChangesNoSum() {
    AffineQuantiser positive = new AffineQuantiser(0.02f, 0);
    AffineQuantiser signed = new AffineQuantiser(0.05f, 128);
    assertThat(AffineQuantiser.ofBranch(positive, positive)).isEqualTo(range(-5.1, 5.1));
    assertThat(AffineQuantiser.ofBranch(signed, positive)).isEqualTo(range(-6.35, 5.1 + 6.4));
    assertThat(AffineQuantiser.ofBranch(positive, signed)).isEqualTo(range(-6.4 - 5.1, 6.35));
  }

  private static AffineQuantiser range(double lowest, double highest) {
    double scale = (highest - lowest) / 255;
    return new AffineQuantiser((float) scale, (int) Math.round(-lowest / scale));
  }
}
