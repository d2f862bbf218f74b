package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.arch.block.Block;
import org.resnet4j.arch.block.Blocks;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Place;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.arch.cost.LayerCost;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Residual;
import org.resnet4j.layer.Shape;

/** What they compute is compared with PyTorch in {@code ReferenceTest}. */
class AblationsTest {
  private static final Map<String, Block> BLOCKS =
      Map.of(
          "basic", Blocks::basic,
          "scaled", Ablations.scaled(0.5, 0.5),
          "exclusive", Ablations.exclusiveGating(-6),
          "shortcut-only", Ablations.shortcutOnlyGating(-6),
          "dropout", Ablations.shortcutDropout(0.5),
          "norm-after", Ablations::normAfterAddition,
          "relu-before", Ablations::reluBeforeAddition,
          "relu-only", Ablations::reluOnlyPreActivation,
          "pooled", Ablations.pooled(Blocks::basic));

  private static Architecture build(String block, UnaryOperator<Options> change) {
    Block chosen = BLOCKS.get(block);
    assertThat(chosen).isNotNull();
    boolean preActivated = block.equals("relu-only");
    return Catalog.standard()
        .with(CifarResNet.family("ablation", chosen, preActivated))
        .build("ablation110", change);
  }

  /**
   * Beside ResNet-110 of He et al. 2015, Table 6. Of the 54 gates, 18 have 16, 32 and 64 outputs
   * each, for as many inputs but in the first blocks of the last two stages, and a bias each.
   */
  @ParameterizedTest
  @CsvSource({
    "basic, 0",
    "scaled, 0",
    "exclusive, " + (18 * 256 + 17 * 1024 + 512 + 17 * 4096 + 2048 + 18 * 112),
    "shortcut-only, " + (18 * 256 + 17 * 1024 + 512 + 17 * 4096 + 2048 + 18 * 112),
    "dropout, 0",
    "norm-after, 0",
    "relu-before, 0",
    "relu-only, 128", // the normalisation in front of the classifier
    "pooled, 0"
  })
  void costParametersForTheirGatesAlone(String block, long more) {
    assertThat(Summary.of(build(block, o -> o)).parameters()).isEqualTo(1_727_962 + more);
  }

  /** The three of He et al. 2016, Table 1. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.5, 1", "0.5, 0.5"})
  void constantScalingHasItsFactorsWhereTheyBelong(double shortcut, double branch) {
    Place place = new Place("p", 16, 16, 1, false, Options.cifar(Shortcut.PROJECTION));
    Residual residual =
        Ablations.scaled(shortcut, branch)
            .at(place)
            .walk()
            .filter(Residual.class::isInstance)
            .map(Residual.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(factors(residual.shortcut())).containsExactly(new Affine(shortcut, 0));
    List<Layer> scaled = branch == 1 ? List.of() : List.of(new Affine(branch, 0));
    assertThat(factors(residual.branch())).isEqualTo(scaled);
  }

  private static List<Layer> factors(Layer layer) {
    return layer.walk().filter(Affine.class::isInstance).toList();
  }

  static Stream<Arguments> all() {
    return BLOCKS.keySet().stream()
        .flatMap(
            block ->
                Stream.of(Shortcut.values())
                    .filter(shortcut -> shortcut != Shortcut.NONE)
                    .map(shortcut -> Arguments.of(block, shortcut)));
  }

  /** The pooling makes maps of the size that a stride does, 29 x 23, 15 x 12, 8 x 6. */
  @ParameterizedTest
  @MethodSource("all")
  void fitEveryShortcutAndShape(String block, Shortcut shortcut) {
    Shape image = new Shape(1, 29, 23);
    Architecture network = build(block, o -> o.withShortcut(shortcut).withInput(image));
    assertThat(Cut.at(network.layers(), "layer3").before().apply(new Shapes(), image))
        .isEqualTo(new Shape(64, 8, 6));
    assertThat(Summary.of(network).rows().stream().map(LayerCost::name)).doesNotHaveDuplicates();
  }

  @Test
  void thoseAboutShortcutsNeedOne() {
    for (String block : new String[] {"scaled", "exclusive", "shortcut-only", "dropout"}) {
      assertThatThrownBy(() -> build(block, o -> o.withShortcut(Shortcut.NONE)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "ablation110: its blocks modify their shortcut, so shortcut must not be NONE");
    }
    assertThatThrownBy(() -> build("norm-after", o -> o.withStrideOn(Options.StrideOn.CONV1X1)))
        .hasMessageContaining("it has no bottleneck");
  }

  /** Element-wise work is a row without multiply-adds; a gate's convolution counts. */
  @Test
  void theTableNamesTheirParts() {
    Summary summary = Summary.of(build("exclusive", o -> o));
    assertThat(
            summary.rows().stream()
                .filter(row -> row.name().startsWith("layer1.0."))
                .map(row -> row.name() + " " + row.multiplyAdds()))
        .containsExactly(
            "layer1.0.gate.0 " + 256 * 1024,
            "layer1.0.affine1 0",
            "layer1.0.conv1 " + 2304 * 1024,
            "layer1.0.bn1 0",
            "layer1.0.relu1 0",
            "layer1.0.conv2 " + 2304 * 1024,
            "layer1.0.bn2 0",
            "layer1.0.sigmoid1 0",
            "layer1.0.multiply1 0",
            "layer1.0.affine2 0",
            "layer1.0.sigmoid2 0",
            "layer1.0.multiply2 0",
            "layer1.0.add 0",
            "layer1.0.relu2 0");
  }
}
