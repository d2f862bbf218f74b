package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.layer.Shape;

class OptionsTest {
  private static final Options CIFAR = Options.cifar(Shortcut.NONE);

  @Test
  void oneClassSufficesAndNoneDoesNot() {
    Architecture network = Catalog.standard().build("resnet20", o -> o.withClasses(1));
    assertThat(network.layers().apply(new Shapes(), network.options().input()))
        .isEqualTo(new Shape(1, 1, 1));
    assertThatThrownBy(() -> CIFAR.withClasses(0)).hasMessage("expected at least 1 class, got 0");
  }

  @Test
  void theDataSetsHaveTheirShapesAndClasses() {
    assertThat(CIFAR.input()).isEqualTo(new Shape(3, 32, 32));
    assertThat(CIFAR.classes()).isEqualTo(10);
    Options imageNet = Options.imageNet(Shortcut.PROJECTION);
    assertThat(imageNet.input()).isEqualTo(new Shape(3, 224, 224));
    assertThat(imageNet.classes()).isEqualTo(1000);
    assertThat(imageNet.shortcut()).isEqualTo(Shortcut.PROJECTION);
  }

  @Test
  void choicesAreWrittenInLowerCase() {
    assertThat(Options.Norm.values()).extracting(Object::toString).contains("batch", "none");
    assertThat(Options.StrideOn.values())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder("conv1x1", "conv3x3");
  }

  @Test
  void whatANetworkLacksCannotBeChosen() {
    assertThatThrownBy(() -> CIFAR.withAuxiliary(true).refuseAuxiliary())
        .hasMessageContaining("no auxiliary classifiers");
    assertThatThrownBy(() -> CIFAR.withShortcut(Shortcut.PROJECTION).refuseShortcut())
        .hasMessageContaining("no shortcuts");
    assertThatThrownBy(() -> CIFAR.withStrideOn(Options.StrideOn.CONV1X1).refuseStrideOn1x1())
        .hasMessageContaining("no bottleneck");
    assertThat(CIFAR.refuseAuxiliary().refuseShortcut().refuseStrideOn1x1()).isSameAs(CIFAR);
  }

  @Test
  void sizesThatDoNotFitTogetherAreRefused() {
    assertThatThrownBy(() -> new CifarVgg(0)).hasMessageContaining("at least 1 convolution");
    assertThat(CifarVgg.of(4)).isEqualTo(new CifarVgg(1));
    assertThatThrownBy(() -> new Vgg(List.of(1, 1), List.of(64), 7, 4096, 0.5))
        .hasMessage("expected a number of channels for each of 2 stages, got 1");
  }
}
