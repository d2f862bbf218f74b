package org.resnet4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  @Test
  void isReadAsItIsWritten() {
    Shape shape = new Shape(3, 224, 192);
    assertThat(Shape.parse(shape.toString())).isEqualTo(shape);
    assertThat(new Shape(4, 1 << 14, 1 << 14).size()).isEqualTo(Shape.MOST_VALUES);
    assertThat(new Shape(1, 1 << 15, 1 << 15).size()).isEqualTo(Shape.MOST_VALUES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3x100000x100000",
        "1x2147483647x1",
        "2147483647x2147483647x2147483647",
        "1073741825x1x1"
      })
  void moreValuesThanAnArrayHoldsAreRefused(String text) {
    assertThatThrownBy(() -> Shape.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a shape of " + text + " has more than 1073741824 values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3x32", "3x32x", "3x-32x32", "3x99999999999x1", "0x1x1"})
  void whatIsNoShapeIsRefused(String text) {
    assertThatThrownBy(() -> Shape.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
