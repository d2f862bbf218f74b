package org.resnet4j.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.resnet4j.arch.cost.CostOps;
import org.resnet4j.arch.cost.LayerCost;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Relu;
import org.resnet4j.layer.Sequence;
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
  void aLayerThatCostsNothingHasEmptyCells() {
    assertThat(lines(Catalog.standard().build("cifar-plain8")))
        .contains(
            "conv1 conv 3x3 16x32x32 432 442,368", // 3 * 16 * 9, for each of 32 * 32 places
            "bn1 batch norm 16x32x32 32",
            "stem.relu relu 16x32x32",
            "fc linear 10x1x1 650 640") // 64 * 10, and 10 biases
        .contains("0.9 MB of activations per image (fp32)"); // 4 * 221,258 bytes
  }

  @Test
  void aSideClassifierIsMarkedAsOfTrainingOnly() {
    List<String> lines = lines(Catalog.standard().build("googlenet", o -> o.withAuxiliary(true)));
    assertThat(lines).anyMatch(line -> line.startsWith("aux1.fc1 (training) linear 1024x1x1 "));
    assertThat(lines)
        .filteredOn(line -> line.contains("(training)"))
        .allMatch(l -> l.startsWith("aux"));
    assertThat(lines).anyMatch(line -> line.startsWith("fc linear 1000x1x1 "));
  }

  private static List<String> lines(Architecture network) {
    return Summary.of(network).format().lines().map(l -> l.strip().replaceAll(" +", " ")).toList();
  }

  @Test
  void layersOutsideOfNamedPlacesAreNumbered() {
    CostOps ops = new CostOps();
    Layer unnamed =
        Sequence.sequence(
            new Conv("c", 3, 4, 1, 1, 0, 1, false),
            new Relu(),
            Pool.max(2, 2, 0, false),
            new Pool(Pool.Kind.AVERAGE, 3, 1, 1, false),
            new Relu());
    unnamed.apply(ops, new Shape(3, 8, 8));
    assertThat(ops.rows().stream().map(row -> row.name() + ": " + row.kind()))
        .containsExactly(
            "c: conv 1x1",
            "relu1: relu",
            "maxpool: maxpool 2x2/2",
            "avgpool: avgpool 3x3/1",
            "relu2: relu");
  }

  @Test
  void imagesThatTakeMemoryOutOfProportionAreRefused() {
    Architecture resnet = Catalog.standard().build("resnet50");
    Summary.requireAffordable(resnet, new Shape(3, 1448, 1448));
    assertThatThrownBy(() -> Summary.requireAffordable(resnet, new Shape(3, 1450, 1450)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("images of 3x1450x1450 are too large for resnet50")
        .hasMessageContaining("at most 128 MiB in fp32, got 128.7 MiB"); // 256x363x363
    // A map of 64x1024x512 takes 128 MiB, and 64x1024x514 half a MiB more.
    Summary.requireAffordable(resnet, new Shape(3, 2048, 1024));
    assertThatThrownBy(() -> Summary.requireAffordable(resnet, new Shape(3, 2048, 1028)))
        .hasMessageContaining("got 128.5 MiB");
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
