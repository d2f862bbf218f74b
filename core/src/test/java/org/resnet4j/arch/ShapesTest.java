package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Concat;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Gated;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Sequence;
import org.resnet4j.layer.Shape;
import org.resnet4j.layer.Subsample;

class ShapesTest {
  private static final Conv CONV = new Conv("conv1", 3, 8, 3, 2, 1, 1, false);

  private static Shape follow(Layer layer, String input) {
    return layer.apply(new Shapes(), Shape.parse(input));
  }

  @Test
  void followsSizes() {
    assertThat(follow(CONV, "3x9x8")).isEqualTo(new Shape(8, 5, 4));
    assertThat(follow(Pool.max(3, 2, 1, false), "3x112x112")).isEqualTo(new Shape(3, 56, 56));
    assertThat(follow(Pool.max(3, 2, 0, true), "3x112x112")).isEqualTo(new Shape(3, 56, 56));
    assertThat(follow(Pool.max(3, 2, 0, false), "3x112x112")).isEqualTo(new Shape(3, 55, 55));
    assertThat(follow(new Concat(List.of(CONV, CONV)), "3x8x8")).isEqualTo(new Shape(16, 4, 4));
  }

  @Test
  void saysWhatDoesNotFit() {
    refused(CONV, "4x8x8", "conv1 expects 3 channels, got 4 (4x8x8)");
    refused(new BatchNorm("bn1", 16), "4x8x8", "bn1 expects 16 channels, got 4 (4x8x8)");
    refused(
        Sequence.sequence(CONV, new Subsample(16, 32, 2)),
        "3x8x8",
        "the zero-padding shortcut after conv1 expects 16 channels, got 8 (8x4x4)");
    refused(new Linear("fc", 4, 2), "4x8x8", "fc expects a vector of features, got maps of 4x8x8");
    refused(new Linear("fc", 4, 2), "5x1x1", "fc expects 4 channels, got 5 (5x1x1)");
    refused(
        new Residual(CONV, new Identity()),
        "3x8x8",
        "the addition after conv1 expects equal shapes, got 8x4x4 and 3x8x8");
    refused(
        new Gated(new Identity(), new Identity(), CONV, false),
        "3x8x8",
        "the multiplication after conv1 expects equal shapes, got 8x4x4 and 3x8x8");
    refused(
        new Concat(List.of(CONV, new Identity())),
        "3x8x8",
        "the branches that end at conv1 must have maps of one size, got 8x4x4 and 3x8x8");
    refused(
        new Conv("conv1", 3, 8, 7, 2, 0, 1, false),
        "3x5x9",
        "conv1 has a window of 7x7, and only 5x9 is left of the image; give larger images");
  }

  private static void refused(Layer layer, String input, String message) {
    assertThatThrownBy(() -> follow(layer, input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
