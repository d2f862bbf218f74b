package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.cost.LayerCost;
import org.resnet4j.layer.Shape;

class SummaryTest {
  @Test
  void rowsTellWhereLayersStand() {
    Summary summary = Summary.of(Catalog.standard().build("cifar-resnet8"));
    assertThat(summary.rows().stream().map(LayerCost::name))
        .startsWith("conv1", "bn1", "stem.relu", "layer1.0.conv1", "layer1.0.bn1")
        .contains("layer1.0.relu1", "layer1.0.add", "layer1.0.relu2", "layer2.0.subsample")
        .endsWith("pool.avgpool", "fc")
        .doesNotHaveDuplicates();
    assertThat(summary.rows().get(0))
        .isEqualTo(new LayerCost("conv1", "conv 3x3", new Shape(16, 32, 32), 432, 442_368, false));
  }

  @Test
  void namesAreUniqueInEveryNetwork() {
    for (String name : List.of("resnet50", "vgg16-bn", "googlenet", "preact-resnet50")) {
      assertThat(Summary.of(Catalog.standard().build(name)).rows().stream().map(LayerCost::name))
          .doesNotHaveDuplicates();
    }
  }

  /** He et al. 2015, section 3.2: an identity shortcut has neither parameters nor computation. */
  @Test
  void anIdentityShortcutCostsNothing() {
    Summary residual = Summary.of(Catalog.standard().build("resnet56"));
    Summary plain = Summary.of(Catalog.standard().build("plain56"));
    assertThat(residual.parameters()).isEqualTo(plain.parameters());
    assertThat(residual.multiplyAdds()).isEqualTo(plain.multiplyAdds());
  }

  @Test
  void sideClassifiersAreCountedApart() {
    Summary without = Summary.of(Catalog.standard().build("googlenet"));
    Summary with = Summary.of(Catalog.standard().build("googlenet", o -> o.withAuxiliary(true)));
    assertThat(with.parameters()).isEqualTo(without.parameters());
    assertThat(with.multiplyAdds()).isEqualTo(without.multiplyAdds());
    assertThat(with.activationBytes()).isEqualTo(without.activationBytes());
    assertThat(without.auxiliaryParameters()).isZero();
    // torchvision's googlenet has 13,004,888 with its side classifiers.
    assertThat(with.parameters() + with.auxiliaryParameters()).isEqualTo(13_004_888);
    assertThat(with.rows().stream().filter(LayerCost::auxiliary).map(LayerCost::name))
        .contains("aux1.conv.conv", "aux1.fc1", "aux2.fc2");
  }

  @Test
  void activationsAreTheOutputsOfAllLayers() {
    Summary summary = Summary.of(Catalog.standard().build("cifar-plain8"));
    // stem: 3 maps; each block 6 maps of its stage; pooled features and logits
    long values = 3 * 16 * 1024 + 6 * (16 * 1024 + 32 * 256 + 64 * 64) + 64 + 10;
    assertThat(summary.activationBytes()).isEqualTo(4 * values);
  }

  @Test
  void theTableHasEveryLayerAndTheTotals() {
    Summary summary = Summary.of(Catalog.standard().build("resnet20"));
    assertThat(summary.format().lines())
        .hasSize(summary.rows().size() + 5)
        .anyMatch(line -> line.startsWith("layer3.2.conv2 "))
        .anyMatch(line -> line.equals("resnet20 on 3x32x32:"))
        .anyMatch(line -> line.startsWith("269,722 parameters, 40,551,040 multiply-adds"));
  }

  @Test
  void imagesThatTakeMemoryOutOfProportionAreRefused() {
    Architecture resnet = Catalog.standard().build("resnet50");
    Summary.requireAffordable(resnet, new Shape(3, 1448, 1448));
    assertThatThrownBy(() -> Summary.requireAffordable(resnet, new Shape(3, 1450, 1450)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("images of 3x1450x1450 are too large for resnet50")
        .hasMessageContaining("at most 128 MiB");
    // The map behind the first convolution has 64 channels.
    assertThatThrownBy(() -> Summary.requireAffordable(resnet, new Shape(3, 15_000, 15_000)))
        .hasMessageContaining("64x7500x7500 has more than 1073741824 values");
  }

  @Test
  void digitsDoNotFollowTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    String english =
        Summary.of(Catalog.standard().build("googlenet", o -> o.withAuxiliary(true))).format();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(
              Summary.of(Catalog.standard().build("googlenet", o -> o.withAuxiliary(true)))
                  .format())
          .isEqualTo(english)
          .contains("6,624,904 parameters");
    } finally {
      Locale.setDefault(before);
    }
  }
}
