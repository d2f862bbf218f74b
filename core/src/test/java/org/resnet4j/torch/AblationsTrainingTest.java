package org.resnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.arch.block.Block;
import org.resnet4j.arch.block.Blocks;

/**
 * What {@link ReferenceTest} cannot see of the rejected blocks: both precisions, chance, starts.
 */
class AblationsTrainingTest {
  private static Architecture network(Block block) {
    return Catalog.standard().with(CifarResNet.family("x", block, false)).build("x8");
  }

  private static Network create(Architecture architecture, boolean zeroLast, Precision precision) {
    Initialization initialization = new Initialization(Initialization.Scheme.HE, zeroLast);
    return Network.create(architecture, initialization, 1, Device.CPU, precision);
  }

  private static Tensor images() {
    return torch.tensor(ReferenceFill.input("x", 4 * 3 * 32 * 32)).reshape(4, 3, 32, 32);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void gatesLearn(Precision precision) {
    for (Block block : List.of(Ablations.exclusiveGating(-6), Ablations.shortcutOnlyGating(-6))) {
      try (PointerScope scope = new PointerScope();
          Network network = create(network(block), false, precision)) {
        Tensor logits = network.forwardTraining(images(), 0, true).logits();
        Tensor loss = torch.cross_entropy_loss(logits, torch.tensor(ReferenceFill.labels(4, 10)));
        try (TensorMap gradients = network.gradients(loss)) {
          for (String stage : List.of("layer1", "layer2", "layer3")) {
            for (String kind : List.of("weight", "bias")) {
              Tensor gradient = gradients.get(stage + ".0.gate.0." + kind);
              assertThat(gradient.abs().max().item_float()).isGreaterThan(0f);
            }
          }
        }
      }
    }
  }

  /** With a zero branch, a gate of -6 passes 1 - sigmoid(-6) = 0.99753 of the shortcut on. */
  @Test
  void branchesOfGatedBlocksCanStartAtZero() {
    try (PointerScope scope = new PointerScope();
        Network network = create(network(Ablations.shortcutOnlyGating(-6)), true, Precision.FP32)) {
      network.state().get("layer1.0.gate.0.weight").detach().zero_();
      Tensor in = network.features(images(), "stem");
      Tensor out = network.features(images(), "layer1");
      float share = out.sum().div(in.sum()).item_float();
      assertThat((double) share).isBetween(0.99752, 0.99754);
    }
  }

  @Test
  void theShortcutIsDroppedInTrainingOnly() {
    try (PointerScope scope = new PointerScope();
        Network network = create(network(Ablations.shortcutDropout(0.5)), true, Precision.FP32);
        Network basic =
            Network.of(network(Blocks::basic), network.state(), Device.CPU, Precision.FP32)) {
      assertThat(network.forward(images()).equal(basic.forward(images()))).isTrue();
      Tensor one = network.forwardTraining(images(), 1, false).logits();
      assertThat(one.equal(network.forwardTraining(images(), 1, false).logits())).isTrue();
      assertThat(one.equal(network.forwardTraining(images(), 2, false).logits())).isFalse();
      assertThat(one.equal(basic.forwardTraining(images(), 1, false).logits())).isFalse();
    }
  }
}
