package org.resnet4j.torch;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.GoogLeNet;
import org.resnet4j.arch.ResNet;
import org.resnet4j.arch.ResNet.Stage;
import org.resnet4j.arch.Vgg;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.arch.block.Block;
import org.resnet4j.arch.block.Blocks;
import org.resnet4j.arch.block.Inception;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;

/** The networks of {@code reference.py} in the layer language, without dropout. */
public final class ReferenceNetworks {
  static final List<String> NAMES =
      List.of(
          "basic",
          "bottleneck",
          "preact",
          "vgg",
          "googlenet",
          "joints",
          "orders",
          "stacks",
          "squeeze",
          "averaged");

  private ReferenceNetworks() {}

  public static Architecture network(String name) {
    Options small = Options.cifar(Shortcut.NONE);
    Options medium = small.withInput(new Shape(3, 64, 64));
    return switch (name) {
      case "basic" -> Catalog.standard().build("cifar-resnet8");
      case "preact" -> Catalog.standard().build("cifar-preact-bottleneck11");
      case "joints" ->
          threeBlocks(
              false,
              Ablations.exclusiveGating(-1),
              Ablations.shortcutOnlyGating(-1),
              Ablations.scaled(0.5, 0.7));
      case "orders" ->
          threeBlocks(
              true,
              Ablations::normAfterAddition,
              Ablations::reluOnlyPreActivation,
              Ablations.pooled(Ablations::reluBeforeAddition));
      case "averaged" ->
          Catalog.standard()
              .build(
                  "cifar-resnet8",
                  o -> o.withShortcut(Shortcut.AVERAGE_PROJECTION).withInput(new Shape(3, 30, 30)));
      case "squeeze" -> Catalog.standard().build("cifar-seresnet8");
      case "stacks" -> Catalog.standard().build("cifar-vgg7");
      case "bottleneck" -> {
        Options options = medium.withShortcut(Shortcut.PROJECTION);
        List<Stage> stages =
            List.of(new Stage(1, 256), new Stage(1, 512), new Stage(1, 1024), new Stage(1, 2048));
        ResNet resNet = new ResNet(ResNet.Stem.IMAGENET, 64, stages, Blocks::bottleneck, false);
        yield new Architecture(name, options, resNet.layers(options));
      }
      case "vgg" -> {
        Vgg vgg = new Vgg(List.of(1, 1, 2, 2, 2), List.of(64, 128, 256, 512, 512), 1, 64, 0);
        yield new Architecture(name, small, vgg.layers(small));
      }
      case "googlenet" -> {
        GoogLeNet googLeNet = new GoogLeNet(Inception.Form.REDUCED_3X3, false, 2, 0);
        yield new Architecture(name, medium, googLeNet.layers(medium));
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A network of depth 8 with another block in each stage. */
  private static Architecture threeBlocks(
      boolean preActivated, Block first, Block second, Block third) {
    List<Block> blocks = List.of(first, second, third);
    Block ofStage = place -> blocks.get(place.out() / 32).at(place); // 16, 32, 64 channels
    return Catalog.standard()
        .with(CifarResNet.family("three-blocks", ofStage, preActivated))
        .build("three-blocks8");
  }

  /** A network whose weights and running statistics are those of {@code reference.py}. */
  public static Network filled(Architecture architecture) {
    try (PointerScope scope = new PointerScope();
        TensorMap tensors = new TensorMap()) {
      for (Parameter parameter : architecture.layers().allParameters()) {
        if (parameter.role() != Parameter.Role.BATCHES) {
          Tensor flat = torch.tensor(ReferenceFill.fill(parameter));
          tensors.put(parameter.name(), flat.reshape(Initialization.toLongs(parameter.shape())));
        }
      }
      return Network.of(architecture, tensors, Device.CPU, Precision.FP32);
    }
  }
}
