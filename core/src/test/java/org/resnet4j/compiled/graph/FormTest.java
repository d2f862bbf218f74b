package org.resnet4j.compiled.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The range of 8 bits: the largest number represents the limit. */
class FormTest {
  @Test
  void valuesOfAReluHave255StepsAndOthers127ToEachSide() {
    assertThat(Form.quantised(false, 25.5)).isEqualTo(new Form(NumberType.U8, 0.1f));
    assertThat(Form.quantised(true, 12.7)).isEqualTo(new Form(NumberType.S8, 0.1f));
  }

  @Test
  void nothingButZerosHasAScaleThatCanDivide() {
    assertThat(Form.quantised(false, 0).scale()).isEqualTo(1 / 255f);
    assertThat(Form.quantised(true, 1e-40).scale()).isEqualTo(1 / 127f);
  }

  @Test
  void whatIsNotQuantisedHasNoLargestNumber() {
    assertThat(NumberType.F32.isQuantised()).isFalse();
    assertThat(NumberType.BF16.isQuantised()).isFalse();
    assertThatThrownBy(NumberType.BF16::largest).isInstanceOf(IllegalStateException.class);
    assertThat(NumberType.F32.bytes()).isEqualTo(4);
    assertThat(NumberType.BF16.bytes()).isEqualTo(2);
    assertThat(NumberType.S8.bytes()).isEqualTo(1);
    assertThat(NumberType.U8.bytes()).isEqualTo(1);
  }
}
