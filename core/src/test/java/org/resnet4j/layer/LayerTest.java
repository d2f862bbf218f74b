package org.resnet4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTest {
  @Test
  void parametersComeInTheOrderOfComputation() {
    Layer layer =
        new Residual(
            Sequence.sequence(new Conv("a", 4, 8, 3, 1, 1, 2, true), new BatchNorm("b", 8)),
            new Conv("c", 4, 8, 1, 1, 0, 1, false));
    assertThat(layer.allParameters().stream().map(p -> p.name() + p.shape()))
        .containsExactly(
            "a.weight[8, 2, 3, 3]",
            "a.bias[8]",
            "b.weight[8]",
            "b.bias[8]",
            "b.running_mean[8]",
            "b.running_var[8]",
            "b.num_batches_tracked[]",
            "c.weight[8, 4, 1, 1]");
  }

  @Test
  void fansCountWindowsAndGroups() {
    Parameter weight = new Conv("a", 4, 8, 3, 1, 1, 2, false).parameters().get(0);
    assertThat(weight.fanIn()).isEqualTo(2 * 9);
    assertThat(weight.fanOut()).isEqualTo(8 * 9);
    assertThat(new Parameter("n", List.of(), Parameter.Role.BATCHES).size()).isEqualTo(1);
  }

  @Test
  void zeroPaddingGoesOnBothSides() {
    Subsample subsample = new Subsample(16, 33, 2);
    assertThat(subsample.before()).isEqualTo(8);
    assertThat(subsample.after()).isEqualTo(9);
    assertThat(subsample.outputSize(7)).isEqualTo(4);
    assertThatThrownBy(() -> new Subsample(8, 4, 2)).hasMessageContaining("from 8 to 4");
  }

  @Test
  void impossibleLayersAreRefused() {
    assertThatThrownBy(() -> new Conv("a", 3, 8, 3, 1, 1, 2, false))
        .hasMessage("a: 3 and 8 channels do not divide into 2 groups");
    assertThatThrownBy(() -> new Conv("a", 3, 0, 3, 1, 1, 1, false)).hasMessageStartingWith("a: ");
    assertThatThrownBy(() -> new Dropout(1)).hasMessageContaining("[0, 1)");
    assertThatThrownBy(() -> new Affine(1, Double.NaN))
        .hasMessage("expected a finite scale and shift, got 1.0 and NaN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3x32", "3x32x", "axbxc", "3X32X32", "", "3x-1x32", "3x0x32"})
  void badShapesAreRefused(String text) {
    assertThatThrownBy(() -> Shape.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shapesReadAndWriteAlike() {
    assertThat(Shape.parse("3x224x200")).isEqualTo(new Shape(3, 224, 200));
    assertThat(Shape.parse("3x224x200")).hasToString("3x224x200");
  }
}
