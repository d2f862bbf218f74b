package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.Lesion;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;

class LesionTest {
  private static Architecture build(String name, Shortcut shortcut) {
    return Catalog.standard().build(name, o -> o.withShortcut(shortcut));
  }

  /** The lesioned network with those weights of the intact one that it still has. */
  private static Network with(Network intact, Architecture lesioned) {
    Set<String> names =
        lesioned.layers().allParameters().stream().map(Parameter::name).collect(Collectors.toSet());
    try (TensorMap kept = intact.state().copy(names::contains)) {
      return Network.of(lesioned, kept, intact.device(), intact.precision());
    }
  }

  private static Tensor logits(Network network) {
    Shape image = network.architecture().options().input();
    int values = (int) (2 * image.size());
    return network.forward(
        torch
            .tensor(ReferenceFill.input("x", values))
            .reshape(2, image.channels(), image.height(), image.width()));
  }

  /** The last layer of the branch is set to zero: its normalisation, or its convolution. */
  @ParameterizedTest
  @CsvSource({
    "cifar-resnet14, ZERO_PADDING, bn2",
    "cifar-resnet14, PROJECTION, bn2",
    "cifar-bottleneck20, PROJECTION, bn3",
    "cifar-bottleneck20, ALL_PROJECTION, bn3",
    "cifar-preact14, ZERO_PADDING, conv2",
    "cifar-preact-bottleneck20, PROJECTION, conv3"
  })
  void aBlockWithoutItsBranchIsOneWithAZeroBranch(String name, Shortcut shortcut, String last) {
    Lesion lesion = new Lesion(build(name, shortcut));
    List<String> blocks =
        List.of("layer1.0", "layer1.1", "layer2.0", "layer2.1", "layer3.0", "layer3.1");
    assertThat(lesion.removable()).isEqualTo(blocks);
    assertThat(lesion.removableOfOneShape())
        .doesNotContain("layer2.0", "layer3.0")
        .contains("layer2.1");
    for (List<String> removed : List.of(blocks.subList(0, 1), blocks.subList(1, 5), blocks)) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard();
          Network intact = ReferenceNetworks.filled(lesion.network());
          Network lesioned = with(intact, lesion.without(removed))) {
        Tensor before = logits(intact);
        for (String block : removed) {
          assertThat(lesioned.state().asMap()).doesNotContainKey(block + "." + last + ".weight");
          intact.state().get(block + "." + last + ".weight").zero_();
          if (last.startsWith("bn")) {
            intact.state().get(block + "." + last + ".bias").zero_();
          }
        }
        assertThat(logits(lesioned).equal(logits(intact))).isTrue();
        assertThat(logits(lesioned).equal(before)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"cifar-plain14, layer2.1", "cifar-vgg7, layer2.1"})
  void aPlainBlockBecomesTheIdentity(String name, String block) {
    Lesion lesion = new Lesion(build(name, Shortcut.NONE));
    assertThat(lesion.removable()).contains(block).doesNotContain("layer2.0", "layer3.0");
    assertThat(lesion.removableOfOneShape()).isEqualTo(lesion.removable());
    Architecture without = lesion.without(List.of(block));
    try (PointerScope scope = new PointerScope();
        Network intact = ReferenceNetworks.filled(lesion.network());
        Network lesioned = with(intact, without)) {
      Tensor images = torch.tensor(ReferenceFill.input("x", 3 * 1024)).reshape(1, 3, 32, 32);
      Tensor in = intact.features(images, "layer2.0");
      assertThat(lesioned.features(images, block).equal(in)).isTrue();
      assertThat(intact.features(images, block).equal(in)).isFalse();
    }
    assertThatThrownBy(() -> lesion.without(List.of("layer3.0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " cannot be without layer3.0, which makes 64x");
  }

  @ParameterizedTest
  @CsvSource({"cifar-resnet20", "cifar-preact20", "cifar-bottleneck29"})
  void exchangedBlocksHaveEachOthersWeights(String name) {
    Lesion lesion = new Lesion(Catalog.standard().build(name));
    Architecture exchanged = lesion.exchanged("layer2.1", "layer2.2");
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Network intact = ReferenceNetworks.filled(lesion.network());
        Network lesioned = with(intact, exchanged);
        TensorMap old = intact.state().copy(key -> key.startsWith("layer2."))) {
      Tensor before = logits(intact);
      old.asMap()
          .forEach(
              (key, tensor) -> {
                String other =
                    key.startsWith("layer2.1.")
                        ? key.replace("layer2.1.", "layer2.2.")
                        : key.replace("layer2.2.", "layer2.1.");
                intact.state().get(other).copy_(tensor);
              });
      assertThat(logits(lesioned).equal(logits(intact))).isTrue();
      assertThat(logits(lesioned).equal(before)).isFalse();
    }
    Lesion again = new Lesion(exchanged);
    assertThat(again.exchanged("layer2.1", "layer2.2")).isEqualTo(lesion.network());
    assertThat(lesion.exchanged("layer2.1", "layer2.1")).isEqualTo(lesion.network());
  }

  @Test
  void saysWhatCannotBe() {
    Lesion lesion = new Lesion(Catalog.standard().build("cifar-resnet14"));
    assertThatThrownBy(() -> lesion.exchanged("layer2.0", "layer2.1"))
        .hasMessage(
            "expected blocks of equal shapes to swap, got layer2.0, which makes 32x16x16 of "
                + "16x32x32,"
                + " and layer2.1, which makes 32x16x16 of 32x16x16");
    assertThatThrownBy(() -> lesion.without(List.of("layer4.0")))
        .hasMessage(
            "cifar-resnet14 has no block 'layer4.0': choose one of layer1.0, layer1.1, layer2.0,"
                + " layer2.1, layer3.0, layer3.1");
    Catalog gated =
        Catalog.standard().with(CifarResNet.family("gated", Ablations.exclusiveGating(-6), false));
    Lesion ofGated = new Lesion(gated.build("gated14"));
    assertThat(ofGated.removable()).isEmpty();
    assertThatThrownBy(() -> ofGated.without(List.of("layer1.0")))
        .hasMessage(
            "gated14 cannot be without layer1.0, whose shortcut is gated; removable are none");
    assertThat(new Lesion(Catalog.standard().build("vgg11")).removable()).isEmpty();
  }

  @Test
  void twinsLoseTheSameBlocks() {
    assertThat(new Lesion(Catalog.standard().build("resnet20")).removableOfOneShape())
        .isEqualTo(new Lesion(Catalog.standard().build("plain20")).removableOfOneShape())
        .containsExactly(
            "layer1.0", "layer1.1", "layer1.2", "layer2.1", "layer2.2", "layer3.1", "layer3.2");
  }
}
