package org.resnet4j.compiled.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.resnet4j.layer.Sequence.sequence;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Concat;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Shape;
import org.resnet4j.layer.Subsample;

class FusionTest {
  private static final Shape IMAGE = new Shape(4, 8, 8);

  private static Conv conv(String name) {
    return new Conv(name, 4, 4, 3, 1, 1, 1, true);
  }

  private static Fusion fuse(Layer layers) {
    return Fusion.of(Graph.of(layers, IMAGE));
  }

  private static List<String> steps(Fusion fusion) {
    return fusion.graph().steps().stream()
        .map(step -> step.name() + ": " + step.operation().describe())
        .toList();
  }

  @Test
  void aBlockIsItsConvolutions() {
    Layer branch = sequence(conv("b"), new Relu(), conv("c"));
    Fusion fusion =
        fuse(sequence(conv("a"), new Relu(), new Residual(branch, new Identity()), new Relu()));
    assertThat(steps(fusion))
        .containsExactly("a: conv 3x3 + ReLU", "b: conv 3x3 + ReLU", "c: conv 3x3 + sum + ReLU");
    assertThat(fusion.reasons()).isEmpty();
    Step last = fusion.graph().steps().get(2);
    assertThat(last.output()).isEqualTo(fusion.graph().output());
    assertThat(last.inputs().get(1)).isEqualTo(fusion.graph().steps().get(0).output());
  }

  /** The shortcut is computed last, so the sum is fused into it. */
  @Test
  void aProjectionOrZeroPaddingTakesUpTheSum() {
    for (Layer shortcut : List.of(conv("s"), new Subsample(4, 4, 1))) {
      Fusion fusion = fuse(sequence(new Residual(conv("b"), shortcut), new Relu()));
      assertThat(fusion.graph().steps()).hasSize(2);
      assertThat(fusion.graph().steps().get(1).operation().describe())
          .matches("conv .x. \\+ sum \\+ ReLU");
    }
  }

  /** It would overwrite its own input. */
  @Test
  void aConvolutionThatReadsTheShortcutDoesNotTakeUpTheSum() {
    Fusion fusion = fuse(sequence(conv("a"), new Residual(conv("b"), new Identity())));
    assertThat(steps(fusion)).containsExactly("a: conv 3x3", "b: conv 3x3", "b.sum3: sum");
    assertThat(fusion.reasons()).containsValue("the convolution itself consumes the shortcut");
  }

  @Test
  void aReluInTheBranchKeepsTheSumApart() {
    Layer branch = sequence(conv("b"), conv("c"), new Relu());
    Fusion fusion = fuse(sequence(conv("a"), new Residual(branch, new Identity()), new Relu()));
    assertThat(steps(fusion)).contains("c: conv 3x3 + ReLU").endsWith("c.sum5: sum + ReLU");
    assertThat(fusion.reasons()).containsValue("a ReLU separates it from the convolution");
  }

  /** The image is the caller's, and is not written to. */
  @Test
  void theImageIsNotWrittenTo() {
    Fusion fusion = fuse(new Residual(sequence(conv("a"), conv("b")), new Identity()));
    assertThat(steps(fusion)).endsWith("b.sum3: sum");
  }

  /** A value with two consumers is not overwritten. */
  @Test
  void aValueThatOthersReadIsNotChanged() {
    Layer twice = new Concat(List.of(new Relu(), sequence(conv("b"), conv("c"))));
    Fusion fusion = fuse(sequence(conv("a"), twice));
    assertThat(steps(fusion)).startsWith("a: conv 3x3", "a.ReLU2: ReLU");
    assertThat(fusion.reasons()).containsValue("its input has other consumers");
  }

  /** A shortcut that a later step reads again must survive the sum. */
  @Test
  void aShortcutThatIsReadAfterwardsIsKept() {
    Layer inner = new Residual(sequence(conv("b"), conv("c")), new Identity());
    Fusion fusion = fuse(sequence(conv("a"), new Residual(inner, new Identity())));
    assertThat(steps(fusion))
        .containsExactly("a: conv 3x3", "b: conv 3x3", "c: conv 3x3", "c.sum4: sum", "c.sum5: sum");
    assertThat(fusion.reasons()).containsValue("the shortcut has later consumers");
  }

  @Test
  void whatStandsAloneSaysWhy() {
    Fusion fusion =
        fuse(sequence(new BatchNorm("n", 4), new Relu(), conv("a"), new Affine(2, 1), new Relu()));
    assertThat(steps(fusion))
        .containsExactly(
            "n: batch norm + ReLU",
            "a: conv 3x3",
            "a.scale-and-shift4: scale and shift",
            "a.ReLU5: ReLU");
    assertThat(fusion.reasons())
        .containsEntry("n", "no convolution stands directly before it")
        .containsEntry("a.ReLU5", "it cannot be fused into scale and shift");
  }
}
