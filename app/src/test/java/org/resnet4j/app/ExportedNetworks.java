package org.resnet4j.app;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.CifarResNet;
import org.resnet4j.arch.ResNet;
import org.resnet4j.arch.ResNet.Stage;
import org.resnet4j.arch.Vgg;
import org.resnet4j.arch.block.Ablations;
import org.resnet4j.arch.block.Block;
import org.resnet4j.arch.block.Blocks;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;

/** Networks that cover everything that an exported file can express. */
final class ExportedNetworks {
  private ExportedNetworks() {}

  /**
   * A network of every family in the catalog; ImageNet ones are reduced to few blocks and channels.
   */
  static Stream<Architecture> all() {
    Stream<Architecture> small =
        Stream.of(
                "resnet20",
                "plain20",
                "cifar-preact20",
                "cifar-bottleneck20",
                "cifar-preact-bottleneck20",
                "cifar-seresnet8",
                "cifar-vgg7",
                "cifar-inception",
                "cifar-inception-unreduced")
            .map(Catalog.standard()::build);
    Stream<Architecture> slim =
        Stream.of(
            slim(Blocks::basic, false),
            slim(Blocks::bottleneck, false),
            slim(Blocks.bottleneck(32, 4), false),
            slim(Blocks.bottleneck(1, 128), false),
            slim(Blocks::preBottleneck, true));
    Shape larger = new Shape(3, 64, 64);
    Stream<Architecture> options =
        Stream.of(
            Catalog.standard().build("googlenet", o -> o.withInput(larger).withAuxiliary(true)),
            Catalog.standard().build("cifar-inception", o -> o.withNorm(Options.Norm.NONE)),
            Catalog.standard().build("cifar-resnet8", o -> o.withNorm(Options.Norm.NONE)),
            Catalog.standard()
                .build(
                    "cifar-resnet8",
                    o ->
                        o.withShortcut(Shortcut.AVERAGE_PROJECTION)
                            .withInput(new Shape(3, 30, 30))),
            Catalog.standard().build("cifar-preact8", o -> o.withShortcut(Shortcut.NONE)),
            Catalog.standard().build("cifar-resnet8", o -> o.withInput(new Shape(1, 29, 23))));
    return Stream.of(small, slim, options, vggs(), ablations()).flatMap(each -> each);
  }

  private static Architecture slim(Block block, boolean preActivated) {
    Options options = Options.cifar(Shortcut.PROJECTION).withInput(new Shape(3, 64, 64));
    List<Stage> stages =
        List.of(new Stage(1, 128), new Stage(2, 256), new Stage(1, 256), new Stage(1, 256));
    ResNet network = new ResNet(ResNet.Stem.IMAGENET, 64, stages, block, preActivated);
    return new Architecture("slim", options, network.layers(options));
  }

  /** All primitives that only rejected blocks use. */
  private static Stream<Architecture> ablations() {
    return Stream.of(
            Ablations.scaled(0.5, 0.7),
            Ablations.pooled(Ablations.exclusiveGating(-1)),
            Ablations.shortcutOnlyGating(-1),
            Ablations.shortcutDropout(0.5))
        .map(block -> CifarResNet.family("ablation", block, false))
        .map(family -> Catalog.standard().with(family).build("ablation8"));
  }

  /** Pools the stages' 1x1, 2x2, 4x4 and 7x5 maps to other sizes, up and down. */
  private static Stream<Architecture> vggs() {
    return Stream.of("32x32 7", "64x64 7", "128x128 2", "128x128 4", "224x160 7", "224x160 3")
        .map(
            text -> {
              String[] parts = text.split(" ");
              Options options =
                  Options.cifar(Shortcut.NONE).withInput(Shape.parse("3x" + parts[0]));
              Vgg vgg =
                  new Vgg(
                      List.of(1, 1, 1, 1, 1),
                      List.of(8, 8, 16, 16, 16),
                      Integer.parseInt(parts[1]),
                      32,
                      0.5);
              return new Architecture("vgg " + text, options, vgg.layers(options));
            });
  }

  /** Randomizes the running statistics, scales and biases, which in a new network are trivial. */
  static Network random(Architecture architecture) {
    Network network =
        Network.create(architecture, Initialization.DEFAULT, 1, Device.CPU, Precision.FP32);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Generator generator = torch.make_generator_cpu(2);
      for (Parameter parameter : architecture.layers().allParameters()) {
        Tensor tensor = network.state().get(parameter.name());
        switch (parameter.role()) {
          case BIAS, SHIFT, MEAN -> tensor.normal_(0, 0.1, new GeneratorOptional(generator));
          case SCALE, VARIANCE -> tensor.uniform_(0.5, 1.5, new GeneratorOptional(generator));
          case WEIGHT, BATCHES -> {}
        }
      }
    }
    return network;
  }
}
